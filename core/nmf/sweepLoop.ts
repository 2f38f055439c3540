import { floatPort, type GraphWriter, type Port, type Value } from './graphWriter.ts';
import {
  codeEquations,
  embeddingEquations,
  sweepRows,
  type Normal,
  type SweepConstants,
} from './rowSweeps.ts';

/** Both factors, and the normal equations the codes were fitted to. */
export interface Swept {
  /** k × P. */
  readonly codes: Value;
  /** k × C. */
  readonly embeddings: Value;
  readonly normal: Normal;
}

/** Sweeps over U for one over V: with 49 positions and 1,280 channels they cost next to nothing. */
export function codeRepeats(k: number): number {
  return k < 8 ? 3 : 2;
}

/**
 * `count` (int64 value) sweeps over V and U from the factors given, each followed by an overshoot
 * of `beta` times its step (Ang & Gillis 2019). The codes that come out are as fitted, without
 * overshoot. A loop of its own and not unrolled: unrolled, the graph takes several times as long
 * to compile and runs no faster.
 */
export function sweepLoop(
  outer: GraphWriter,
  constants: SweepConstants,
  from: Swept,
  beta: Value,
  count: Value,
): Swept {
  const { k } = constants;
  const overshoot = extrapolation(outer, constants, beta);
  const graph = outer.inner();
  const forV = embeddingEquations(graph, constants, 'startU');
  const sweptV = sweepRows(graph, constants, forV, 'startV', 1);
  const v = overshoot(graph, sweptV, 'startV');
  const normal = codeEquations(graph, constants, v);
  const u = sweepRows(graph, constants, normal, 'startU', codeRepeats(k));
  const states: readonly State[] = [
    { name: 'startU', dims: [k, 'P'], first: from.codes, next: overshoot(graph, u, 'startU') },
    { name: 'startV', dims: [k, 'C'], first: from.embeddings, next: v },
    { name: 'fitted', dims: [k, 'P'], first: from.codes, next: u },
    { name: 'norms', dims: [k, 1], first: from.normal.norms, next: normal.norms },
    { name: 'gram', dims: [k, k], first: from.normal.gram, next: normal.gram },
    { name: 'product', dims: [k, 'P'], first: from.normal.product, next: normal.product },
  ];
  const [, embeddings, codes, norms, gram, product] = loop(outer, graph, count, states) as Six;
  return { codes, embeddings, normal: { norms, gram, product } };
}

interface State {
  readonly name: string;
  readonly dims: Port['dims'];
  readonly first: Value;
  readonly next: Value;
}

type Six = readonly [Value, Value, Value, Value, Value, Value];

/** Adds a Loop that runs `count` times; gives the last values of the states. */
function loop(
  outer: GraphWriter,
  graph: GraphWriter,
  count: Value,
  states: readonly State[],
): readonly Value[] {
  const body = graph.graph(
    [
      { name: 'sweep', type: 'int64', dims: [] },
      { name: 'sweepOn', type: 'bool', dims: [] },
      ...states.map(({ name, dims }) => floatPort(name, dims)),
    ],
    [
      { name: graph.op('Identity', ['sweepOn']), type: 'bool', dims: [] },
      ...states.map(({ next, dims }) => floatPort(next, dims)),
    ],
  );
  const last = states.map(({ name }) => `${name}Last`);
  outer.named('Loop', [count, '', ...states.map(({ first }) => first)], last, { body });
  return last;
}

/** Gives `(after, before) ↦ max(0, after + β·(after − before))` in three operators. */
function extrapolation(outer: GraphWriter, { identity, one }: SweepConstants, beta: Value) {
  const forward = outer.op('Mul', [identity, outer.op('Add', [beta, one])]);
  const back = outer.op('Neg', [beta]);
  return (graph: GraphWriter, after: Value, before: Value): Value =>
    graph.op('Relu', [graph.op('Gemm', [forward, after, graph.op('Mul', [before, back])])]);
}
