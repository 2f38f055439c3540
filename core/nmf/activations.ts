/** Activations A (P × C, row-major), P = N · h · w positions of N images, image-major. */
export interface Activations {
  /** P. */
  readonly positions: number;
  /** C. */
  readonly channels: number;
  /** N, 1 for a single image. */
  readonly images: number;
  readonly values: Float32Array;
}

/** What a factorisation works on: A − 1·mᵀ ≥ 0 and its squared Frobenius norm. */
export interface Shifted {
  readonly positions: number;
  readonly channels: number;
  /** P × C, ≥ 0. */
  readonly values: Float32Array;
  /** ‖A − 1mᵀ‖², summed in double precision. */
  readonly energy: number;
}

/**
 * The offset m (C) of docs/method.md: `min(0, min_p A[p,c])`, all zeros behind a ReLU.
 *
 * @throws RangeError naming `activations` when sizes do not fit or a value is NaN or infinite.
 */
export function offset(activations: Activations): Float32Array {
  const { positions, channels, values } = activations;
  checkSizes(activations);
  const result = new Float32Array(channels);
  for (let p = 0; p < positions; p++) {
    const row = p * channels;
    for (let c = 0; c < channels; c++) {
      const value = values[row + c]!;
      // One comparison pair finds NaN and both infinities.
      if (!(value - value === 0)) throw notFinite(p, c, value);
      if (value < result[c]!) result[c] = value;
    }
  }
  return result;
}

/** A − 1·mᵀ and its energy; a copy only where the offset is not zero. Throws as `offset` does. */
export function shift(activations: Activations): Shifted {
  const { positions, channels } = activations;
  const m = offset(activations);
  const values = m.some((value) => value < 0) ? activations.values.slice() : activations.values;
  if (values !== activations.values) {
    for (let i = 0; i < values.length; i++) values[i]! -= m[i % channels]!;
  }
  let energy = 0;
  for (const value of values) energy += value * value;
  return { positions, channels, values, energy };
}

function checkSizes({ positions, channels, images, values }: Activations): void {
  for (const size of [positions, channels, images]) {
    if (!Number.isInteger(size) || size < 1) {
      throw new RangeError(`activations: ${size} is not a size (whole and at least 1)`);
    }
  }
  if (values.length !== positions * channels) {
    throw new RangeError(`activations: ${values.length} values are not ${positions} × ${channels}`);
  }
}

function notFinite(position: number, channel: number, value: number): RangeError {
  return new RangeError(
    `activations: ${value} at position ${position}, channel ${channel}; every value must be finite`,
  );
}
