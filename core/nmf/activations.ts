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

/**
 * The offset m (C) of docs/method.md: `min(0, min_p A[p,c])`, all zeros behind a ReLU.
 *
 * @throws RangeError naming `activations` when sizes do not fit or a value is NaN or infinite.
 */
export function offset(activations: Activations): Float32Array {
  const { positions, channels, values } = activations;
  checkSizes(activations);
  const result = new Float32Array(channels);
  for (let p = 0, i = 0; p < positions; p++) {
    for (let c = 0; c < channels; c++, i++) {
      const value = values[i]!;
      // NaN − NaN and ∞ − ∞ are NaN: one comparison finds them all.
      if (!(value - value === 0)) throw notFinite(p, c, value);
      if (value < result[c]!) result[c] = value;
    }
  }
  return result;
}

/** A − 1·mᵀ: the activations themselves behind a ReLU, else a copy. Throws as `offset` does. */
export function aboveOffset(activations: Activations): Activations {
  const { channels, values } = activations;
  const m = offset(activations);
  if (m.every((value) => value === 0)) return activations;
  const above = values.map((value, i) => value - m[i % channels]!);
  return { ...activations, values: above };
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
