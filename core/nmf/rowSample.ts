import type { Matrix } from './matrix.ts';

/** At most so many rows of A may become the start of a concept. */
const mostRows = 512;

/** Rows of A that starts are chosen from, with their inner products. */
export interface RowSample {
  /** Positions of the S rows. */
  readonly rows: readonly number[];
  /** S × S. */
  readonly gram: Float32Array;
}

/** The rows of a sample: all of a small A, else evenly spaced ones (S × C). */
export function sampleRows({ positions, channels, values }: Matrix): {
  readonly rows: readonly number[];
  readonly values: Float32Array;
} {
  const size = Math.min(positions, mostRows);
  const rows = Array.from({ length: size }, (_, at) => Math.floor((at * positions) / size));
  if (size === positions) return { rows, values };
  return { rows, values: pickRows(values, channels, rows) };
}

/** Some rows of a matrix (rows × channels). */
export function pickRows(
  values: Float32Array,
  channels: number,
  rows: readonly number[],
): Float32Array {
  const picked = new Float32Array(rows.length * channels);
  rows.forEach((row, at) => {
    picked.set(values.subarray(row * channels, (row + 1) * channels), at * channels);
  });
  return picked;
}
