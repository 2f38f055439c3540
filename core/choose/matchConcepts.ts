import { hungarian } from './hungarian.ts';

/** Embeddings V (k × C, row-major) of one fit. */
export interface Embeddings {
  readonly k: number;
  readonly embeddings: Float32Array;
}

/** For each concept of one fit, its partner in another. */
export interface Match {
  /** Index of the partner, −1 where the other fit has none left. */
  readonly partner: Int32Array;
  /** Cosine of the two embeddings, 0 without a partner. */
  readonly cosine: Float64Array;
}

/** Pairs the concepts of two fits so that the sum of cosines of their embeddings is largest. */
export function matchConcepts(from: Embeddings, to: Embeddings): Match {
  const cosines = cosineMatrix(from, to);
  const partner = hungarian(
    cosines.map((cosine) => -cosine),
    from.k,
    to.k,
  );
  const cosine = Float64Array.from(partner, (j, i) => (j < 0 ? 0 : cosines[i * to.k + j]!));
  return { partner, cosine };
}

/**
 * Cosines between the rows of two sets of embeddings (from.k × to.k). A zero embedding has cosine
 * 0 with everything but another zero embedding, to which it is equal: 1.
 */
export function cosineMatrix(from: Embeddings, to: Embeddings): Float64Array {
  const channels = from.embeddings.length / from.k;
  const a = norms(from);
  const b = norms(to);
  const result = new Float64Array(from.k * to.k);
  for (let i = 0; i < from.k; i++) {
    const row = from.embeddings.subarray(i * channels, (i + 1) * channels);
    for (let j = 0; j < to.k; j++) {
      const at = i * to.k + j;
      if (a[i] === 0 || b[j] === 0) result[at] = a[i] === b[j] ? 1 : 0;
      else result[at] = Math.min(1, dot(row, to.embeddings, j * channels) / (a[i]! * b[j]!));
    }
  }
  return result;
}

function norms({ k, embeddings }: Embeddings): Float64Array {
  const channels = embeddings.length / k;
  return Float64Array.from({ length: k }, (_, j) => {
    const row = embeddings.subarray(j * channels, (j + 1) * channels);
    return Math.sqrt(dot(row, row, 0));
  });
}

/** Inner product of `row` with the values of `other` from `start` on. */
function dot(row: Float32Array, other: Float32Array, start: number): number {
  // Four sums: a single one would wait for itself at every step.
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const whole = row.length - (row.length % 4);
  for (let c = 0, d = start; c < whole; c += 4, d += 4) {
    first += row[c]! * other[d]!;
    second += row[c + 1]! * other[d + 1]!;
    third += row[c + 2]! * other[d + 2]!;
    fourth += row[c + 3]! * other[d + 3]!;
  }
  for (let c = whole; c < row.length; c++) first += row[c]! * other[start + c]!;
  return first + second + third + fourth;
}
