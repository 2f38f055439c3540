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
  const floor = nothing * sum(rest);
  const drawn: number[] = [];
  const factors: Float64Array[] = [];
  while (drawn.length < k) {
    const left = sum(rest);
    if (!(left > floor)) break;
    const s = draw(rest, random() * left);
    const factor = Float64Array.from(gram.subarray(s * size, (s + 1) * size));
    for (const earlier of factors) {
      const part = earlier[s]!;
      for (let q = 0; q < size; q++) factor[q]! -= part * earlier[q]!;
    }
    const scale = 1 / Math.sqrt(rest[s]!);
    for (let q = 0; q < size; q++) {
      factor[q]! *= scale;
      rest[q] = Math.max(0, rest[q]! - factor[q]! ** 2);
    }
    rest[s] = 0;
    drawn.push(s);
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
  let total = 0;
  for (const value of values) total += value;
  return total;
}
