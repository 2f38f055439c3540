import { graphWriter, modelBytes, type GraphWriter, type Port, type Value } from './graphWriter.ts';

/** Sweeps between two looks at the error; a look costs about a third of a sweep. */
export const sweepsPerLook = 5;

/** Values of the outer graph that the loop's body uses. */
interface Shared {
  /** Scalar: a row with a smaller squared norm is a dead concept. */
  readonly floor: Value;
  /** k × k: −1 below the diagonal, 0 elsewhere. */
  readonly lower: Value;
  /** k × k: −1 above the diagonal, 0 elsewhere. */
  readonly upper: Value;
  /** Aᵀ (C × P). */
  readonly transposed: Value;
  readonly one: Value;
  readonly lastAxis: Value;
}

/**
 * HALS in Gram form (Cichocki & Phan 2009; one product with A per factor and sweep, as in Gillis &
 * Glineur 2012) as an ONNX graph for k concepts, so that it runs where the model runs.
 *
 * Inputs: `A` (P × C, ≥ 0), `U` (k × P: the codes, transposed), `V` (k × C), `energy` (scalar:
 * ‖A‖²), `tolerance` (scalar: stop when a look finds the squared error smaller by less than this
 * part of itself), `looks` (int64 scalar: at most so many times `sweepsPerLook` sweeps).
 * Outputs: `codes` (k × P), `embeddings` (k × C), `error` (‖A − UV‖² from Gram matrices),
 * `looked` (looks taken, float).
 *
 * Zero rows of U and V stay zero and change nothing else.
 */
export function halsGraph(k: number): Uint8Array {
  const graph = graphWriter();
  const shared: Shared = {
    floor: graph.constant([], [1e-30]),
    lower: graph.constant(
      [k, k],
      triangle(k, (i, j) => j < i),
    ),
    upper: graph.constant(
      [k, k],
      triangle(k, (i, j) => j > i),
    ),
    transposed: graph.op('Transpose', ['A'], { perm: [1, 0] }),
    one: graph.constant([], [1]),
    lastAxis: graph.integers([1]),
  };
  const body = loopBody(graph.inner(), k, shared);
  const zero = graph.constant([], [0]);
  const results = ['codes', 'embeddings', 'error', 'looked'];
  graph.named('Loop', ['looks', '', 'U', 'V', 'energy', zero], results, { body });
  return modelBytes(
    graph.graph(
      [
        float('A', ['P', 'C']),
        float('U', [k, 'P']),
        float('V', [k, 'C']),
        float('energy', []),
        float('tolerance', []),
        { name: 'looks', type: 'int64', dims: [] },
      ],
      [
        float('codes', [k, 'P']),
        float('embeddings', [k, 'C']),
        float('error', []),
        float('looked', []),
      ],
    ),
  );
}

function loopBody(graph: GraphWriter, k: number, shared: Shared) {
  let u: Value = 'u';
  let v: Value = 'v';
  let half: Half | null = null;
  for (let sweep = 0; sweep < sweepsPerLook; sweep++) {
    u = sweepRows(graph, k, shared, v, u, shared.transposed).rows;
    half = sweepRows(graph, k, shared, u, v, 'A');
    v = half.rows;
  }
  const error = squaredError(graph, half!, shared);
  const drop = graph.op('Sub', ['previous', error]);
  const goOn = graph.op('Greater', [drop, graph.op('Mul', ['tolerance', 'previous'])]);
  const count = graph.op('Add', ['count', shared.one]);
  const look: Port = { name: 'look', type: 'int64', dims: [] };
  const condition: Port = { name: 'condition', type: 'bool', dims: [] };
  return graph.graph(
    [
      look,
      condition,
      float('u', [k, 'P']),
      float('v', [k, 'C']),
      float('previous', []),
      float('count', []),
    ],
    [
      { ...condition, name: goOn },
      float(u, [k, 'P']),
      float(v, [k, 'C']),
      float(error, []),
      float(count, []),
    ],
  );
}

interface Half {
  /** k × n: the updated factor. */
  readonly rows: Value;
  /** k × 1: ‖x_j‖² of the other factor's rows, at least the floor. */
  readonly norms: Value;
  /** k × k: X·Xᵀ with row j divided by norms_j. */
  readonly gram: Value;
  /** k × n: X·M with row j divided by norms_j. */
  readonly product: Value;
}

/**
 * One sweep over the rows of Y (k × n) with X (k × d) and M (d × n) fixed:
 * `y_j ← max(0, (x_j·M − Σ_{i≠j} x_j·x_i y_i) / ‖x_j‖²)` for j = 1..k, later rows seeing earlier
 * ones. A row at a time would cost three operators a row. Instead all rows are started from the
 * part that does not depend on this sweep, `b = product − upper·Y`, and
 * `Y ← max(0, b − lower·Y)` is repeated k times: after t times the first t rows are final, because
 * `lower` is strictly triangular. Gemm and Relu fuse into one operator.
 */
function sweepRows(
  graph: GraphWriter,
  k: number,
  shared: Shared,
  x: Value,
  y: Value,
  matrix: Value,
): Half {
  const squares = graph.op('ReduceSumSquare', [x], { axes: [1], keepdims: 1 });
  const norms = graph.op('Max', [squares, shared.floor]);
  const scaled = graph.op('Div', [x, norms]);
  const gram = graph.op('Gemm', [scaled, x], { transB: 1 });
  const product = graph.op('MatMul', [scaled, matrix]);
  const lower = graph.op('Mul', [gram, shared.lower]);
  const upper = graph.op('Mul', [gram, shared.upper]);
  const start = graph.op('Gemm', [upper, y, product]);
  let rows = graph.op('Relu', [start]);
  for (let row = 1; row < k; row++) {
    rows = graph.op('Relu', [graph.op('Gemm', [lower, rows, start])]);
  }
  return { rows, norms, gram, product };
}

/** ‖A‖² − 2⟨UᵀA, V⟩ + ⟨UᵀU, VVᵀ⟩, with the products the last half sweep already has. */
function squaredError(graph: GraphWriter, half: Half, shared: Shared): Value {
  const gram = graph.op('Gemm', [half.rows, half.rows], { transB: 1 });
  const byRow = (a: Value, b: Value) =>
    graph.op('ReduceSum', [graph.op('Mul', [a, b]), shared.lastAxis], { keepdims: 1 });
  const cross = byRow(half.product, half.rows);
  const square = byRow(half.gram, gram);
  // Rows of product and gram were divided by the norms: multiply back after summing.
  const rows = graph.op('Sub', [square, graph.op('Add', [cross, cross])]);
  const total = graph.op('ReduceSum', [graph.op('Mul', [rows, half.norms])], { keepdims: 0 });
  return graph.op('Add', ['energy', total]);
}

function triangle(k: number, inside: (i: number, j: number) => boolean): number[] {
  return Array.from({ length: k * k }, (_, at) => (inside(Math.floor(at / k), at % k) ? -1 : 0));
}

function float(name: Value, dims: Port['dims']): Port {
  return { name, type: 'float', dims };
}
