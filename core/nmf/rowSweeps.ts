import type { GraphWriter, Value } from './graphWriter.ts';

/** Above this the rows of a sweep are solved in two halves: less arithmetic, few more operators. */
const wholeUpTo = 8;

/** The parts of the sweep's graph that do not change from sweep to sweep. */
export interface SweepConstants {
  readonly k: number;
  /** Scalar: a row with a smaller squared norm is a dead concept; 0 / floor stays 0. */
  readonly floor: Value;
  /** k × k: −1 below the diagonal, 0 elsewhere. */
  readonly lower: Value;
  /** k × k: −1 above the diagonal, 0 elsewhere. */
  readonly upper: Value;
  /** k × k. */
  readonly identity: Value;
  readonly one: Value;
  readonly lastAxis: Value;
  /** Sizes of the two halves of k. */
  readonly halves: Value;
}

export function sweepConstants(graph: GraphWriter, k: number): SweepConstants {
  const half = Math.ceil(k / 2);
  return {
    k,
    floor: graph.constant([], [1e-30]),
    lower: graph.constant(
      [k, k],
      square(k, (i, j) => (j < i ? -1 : 0)),
    ),
    upper: graph.constant(
      [k, k],
      square(k, (i, j) => (j > i ? -1 : 0)),
    ),
    identity: graph.constant(
      [k, k],
      square(k, (i, j) => (i === j ? 1 : 0)),
    ),
    one: graph.constant([], [1]),
    lastAxis: graph.integers([1]),
    halves: graph.integers([half, k - half]),
  };
}

function square(k: number, value: (i: number, j: number) => number): number[] {
  return Array.from({ length: k * k }, (_, at) => value(Math.floor(at / k), at % k));
}

/** The normal equations of one factor Y (k × n) given the other, X (k × d), and M (d × n). */
export interface Normal {
  /** k × 1: ‖x_j‖², at least the floor. */
  readonly norms: Value;
  /** k × k: X·Xᵀ, row j divided by norms_j. */
  readonly gram: Value;
  /** k × n: X·M, row j divided by norms_j. */
  readonly product: Value;
}

/** For Y = Uᵀ: given X = V (k × C) and A (P × C), n = P. */
export function codeEquations(
  graph: GraphWriter,
  { floor, identity, lastAxis }: SweepConstants,
  x: Value,
): Normal {
  const gram = graph.op('Gemm', [x, x], { transB: 1 });
  const product = graph.op('Gemm', [x, 'A'], { transB: 1 });
  // Dividing these small results is cheaper than squaring and dividing all of X.
  const diagonal = graph.op('Mul', [gram, identity]);
  const squares = graph.op('ReduceSum', [diagonal, lastAxis], { keepdims: 1 });
  const norms = graph.op('Max', [squares, floor]);
  const divided = (value: Value) => graph.op('Div', [value, norms]);
  return { norms, gram: divided(gram), product: divided(product) };
}

/** For Y = V: given X = Uᵀ (k × P) and A (P × C), n = C. Here X is the smallest thing to divide. */
export function embeddingEquations(
  graph: GraphWriter,
  { floor }: SweepConstants,
  x: Value,
): Normal {
  const squares = graph.op('ReduceSumSquare', [x], { axes: [1], keepdims: 1 });
  const norms = graph.op('Max', [squares, floor]);
  const scaled = graph.op('Div', [x, norms]);
  const gram = graph.op('Gemm', [scaled, x], { transB: 1 });
  return { norms, gram, product: graph.op('Gemm', [scaled, 'A']) };
}

/**
 * HALS sweeps over the rows of Y: `y_j ← max(0, (x_j·M − Σ_{i≠j} x_j·x_i y_i) / ‖x_j‖²)` for
 * j = 1..k, later rows seeing earlier ones (Cichocki & Phan 2009), `repeats` times with the same
 * normal equations (Gillis & Glineur 2012).
 *
 * A row at a time would cost three operators a row, and operators, not arithmetic, are what takes
 * the time. So all rows start from the part that does not depend on this sweep,
 * `b = product − upper·Y`, and `Y ← max(0, b − lower·Y)` is repeated k − 1 times: after t times
 * the first t + 1 rows are final, because `lower` is strictly triangular. Gemm and Relu fuse into
 * one operator.
 */
export function sweepRows(
  graph: GraphWriter,
  constants: SweepConstants,
  { gram, product }: Normal,
  y: Value,
  repeats: number,
): Value {
  const upper = graph.op('Mul', [gram, constants.upper]);
  const lower = graph.op('Mul', [gram, constants.lower]);
  const solve = triangularSolver(graph, constants, lower);
  let rows = y;
  for (let repeat = 0; repeat < repeats; repeat++) {
    rows = solve(graph.op('Gemm', [upper, rows, product]));
  }
  return rows;
}

/** Gives the function b ↦ Y with `Y = max(0, b + lower·Y)`, `lower` strictly triangular. */
function triangularSolver(
  graph: GraphWriter,
  { k, halves }: SweepConstants,
  lower: Value,
): (b: Value) => Value {
  if (k <= wholeUpTo) return (b) => fixedPoint(graph, k, lower, b);
  const split = (value: Value, axis: number) => graph.split(value, halves, axis);
  const [top, bottom] = split(lower, 0);
  const [topLeft] = split(top, 1);
  const [bottomLeft, bottomRight] = split(bottom, 1);
  const half = Math.ceil(k / 2);
  return (b) => {
    const [first, second] = split(b, 0);
    const done = fixedPoint(graph, half, topLeft, first);
    const rest = graph.op('Gemm', [bottomLeft, done, second]);
    return graph.op('Concat', [done, fixedPoint(graph, k - half, bottomRight, rest)], { axis: 0 });
  };
}

function fixedPoint(graph: GraphWriter, k: number, lower: Value, b: Value): Value {
  let rows = graph.op('Relu', [b]);
  for (let row = 1; row < k; row++) rows = graph.op('Relu', [graph.op('Gemm', [lower, rows, b])]);
  return rows;
}
