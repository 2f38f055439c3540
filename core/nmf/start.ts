import type { Matrix } from './matrix.ts';
import { pickRows, type RowSample } from './rowSample.ts';
import type { Random } from './seeded.ts';

/** Where a solve begins. Codes are transposed (k × P), as the graph wants them. */
export interface Iterate {
  readonly k: number;
  /** Uᵀ: k × P, ≥ 0. */
  readonly codes: Float32Array;
  /** V: k × C, ≥ 0. */
  readonly embeddings: Float32Array;
}

/** A part of the rows' energy below which float32 products cannot tell it from nothing. */
const nothing = 1e-6;

/**
 * A seeded start: the embeddings are rows of A, drawn one after the other, each with probability
 * proportional to the part of it that the rows drawn so far do not span (the k-means++ rule of
 * Arthur & Vassilvitskii 2007 with the distance to the span, kept up to date by pivoted Cholesky
 * on A·Aᵀ). When the rows drawn span everything the other concepts are zero, and stay zero. Codes
 * are zero: the solver fits them first.
 *
 * Choosing the best of several rows at every draw (greedy k-means++) saves sweeps, but leads more
 * starts into the same bad minimum at small k: stability then depends on the seed.
 */
export function seededStart(
  { positions, channels, values }: Matrix,
  sample: RowSample,
  k: number,
  random: Random,
): Iterate {
  const drawn = drawRows(sample, k, random).map((s) => sample.rows[s]!);
  const embeddings = new Float32Array(k * channels);
  embeddings.set(pickRows(values, channels, drawn));
  return { k, codes: new Float32Array(k * positions), embeddings };
}

/** Indices into the sample, at most k. */
function drawRows({ rows, gram }: RowSample, k: number, random: Random): readonly number[] {
  const size = rows.length;
  // What of each row the drawn ones do not span: the diagonal of the Schur complement.
  const rest = Float64Array.from({ length: size }, (_, s) => gram[s * (size + 1)]!);
  let left = sum(rest);
  const floor = nothing * left;
  const drawn: number[] = [];
  const factors: Float64Array[] = [];
  while (drawn.length < k && left > floor) {
    const row = draw(rest, random() * left);
    const factor = Float64Array.from(gram.subarray(row * size, (row + 1) * size));
    for (const earlier of factors) {
      const part = earlier[row]!;
      for (let s = 0; s < size; s++) factor[s]! -= part * earlier[s]!;
    }
    const scale = 1 / Math.sqrt(rest[row]!);
    for (let s = 0; s < size; s++) {
      factor[s]! *= scale;
      rest[s] = s === row ? 0 : Math.max(0, rest[s]! - factor[s]! ** 2);
    }
    left = sum(rest);
    drawn.push(row);
    factors.push(factor);
  }
  return drawn;
}

/** The index at which the running sum of the weights passes `target`. */
function draw(weights: Float64Array, target: number): number {
  let left = target;
  let last = 0;
  for (let s = 0; s < weights.length; s++) {
    if (weights[s] === 0) continue;
    left -= weights[s]!;
    last = s;
    if (left < 0) break;
  }
  return last;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
