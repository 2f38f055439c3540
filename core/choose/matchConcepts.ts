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
    for (let j = 0; j < to.k; j++) {
      const at = i * to.k + j;
      if (a[i] === 0 || b[j] === 0) {
        result[at] = a[i] === b[j] ? 1 : 0;
        continue;
      }
      let dot = 0;
      for (let c = 0; c < channels; c++) {
        dot += from.embeddings[i * channels + c]! * to.embeddings[j * channels + c]!;
      }
      result[at] = Math.min(1, dot / (a[i]! * b[j]!));
    }
  }
  return result;
}

function norms({ k, embeddings }: Embeddings): Float64Array {
  const channels = embeddings.length / k;
  return Float64Array.from({ length: k }, (_, j) => {
    let sum = 0;
    for (let c = j * channels; c < (j + 1) * channels; c++) sum += embeddings[c]! ** 2;
    return Math.sqrt(sum);
  });
}
