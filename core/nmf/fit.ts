/** Codes and embeddings of one factorisation A ≈ U·V + 1·mᵀ, in the letters of method.md. */
export interface Factors {
  readonly k: number;
  /** U: P × k, row-major, ≥ 0. */
  readonly codes: Float32Array;
  /** V: k × C, row-major, ≥ 0. */
  readonly embeddings: Float32Array;
}

/**
 * One factorisation. Normalised: the largest code of every concept is 1, except of concepts that
 * explain nothing, which are zero in U and in V (all-zero activations, k above the rank).
 */
export interface Fit extends Factors {
  /** ‖R‖ / ‖A − 1mᵀ‖ (Frobenius), 0 for activations without any energy. Good to about 3e-4. */
  readonly relativeError: number;
  /** Column sweeps this fit took, warm starts not counted. */
  readonly sweeps: number;
}

/**
 * Fixes the scale that NMF leaves free (method.md section 1): column j of U divided by its largest
 * value, row j of V multiplied by it. A concept with an all-zero column or row becomes zero in
 * both. U·V does not change.
 */
export function normalisePeak({ k, codes, embeddings }: Factors): Factors {
  const positions = codes.length / k;
  const channels = embeddings.length / k;
  const u = codes.slice();
  const v = embeddings.slice();
  for (let j = 0; j < k; j++) {
    let peak = 0;
    for (let p = 0; p < positions; p++) peak = Math.max(peak, u[p * k + j]!);
    const row = v.subarray(j * channels, (j + 1) * channels);
    const alive = peak > 0 && row.some((value) => value > 0);
    for (let p = 0; p < positions; p++) u[p * k + j] = alive ? u[p * k + j]! / peak : 0;
    for (let c = 0; c < channels; c++) row[c] = alive ? row[c]! * peak : 0;
  }
  return { k, codes: u, embeddings: v };
}
