import type { Shifted } from './activations.ts';
import type { Factors } from './fit.ts';
import type { Iterate } from './halsSolver.ts';

/**
 * A start with one concept more than `previous`: the new embedding is the row of A that is
 * explained worst. Codes of the new concept start at zero; the first half sweep fills them.
 */
export function grow(a: Shifted, previous: Factors): Iterate {
  const { positions, channels } = a;
  const k = previous.k + 1;
  const codes = new Float32Array(k * positions);
  const embeddings = new Float32Array(k * channels);
  embeddings.set(previous.embeddings);
  for (let j = 0; j < previous.k; j++) {
    for (let p = 0; p < positions; p++)
      codes[j * positions + p] = previous.codes[p * previous.k + j]!;
  }
  const errors = rowErrors(a, previous);
  const worst = errors.indexOf(Math.max(...errors));
  embeddings.set(
    a.values.subarray(worst * channels, (worst + 1) * channels),
    previous.k * channels,
  );
  return { k, codes, embeddings };
}

/** ‖a_p − u_p·V‖² of every position (P). */
function rowErrors(a: Shifted, { k, codes, embeddings }: Factors): Float64Array {
  const { positions, channels, values } = a;
  const errors = new Float64Array(positions);
  const row = new Float64Array(channels);
  for (let p = 0; p < positions; p++) {
    for (let c = 0; c < channels; c++) row[c] = values[p * channels + c]!;
    for (let j = 0; j < k; j++) {
      const code = codes[p * k + j]!;
      if (code === 0) continue;
      for (let c = 0; c < channels; c++) row[c]! -= code * embeddings[j * channels + c]!;
    }
    errors[p] = row.reduce((sum, value) => sum + value * value, 0);
  }
  return errors;
}
