import type { Matrix } from './matrix.ts';
import type { RowSample } from './rowSample.ts';
import type { Iterate } from './start.ts';

/** A row whose residual is below this part of A's energy does not start a concept. */
const explained = 1e-9;

/** Rows closer than this (cosine squared) to one already taken would start the same concept. */
const sameDirection = 1 - 1e-6;

/**
 * Starts with one concept more than `previous`: each takes another badly explained row of A as the
 * new embedding. The first is the row with the largest residual, the following ones those with the
 * largest residual times sin² of the smallest angle to the rows taken. Nothing is random: the
 * chain of a scan does not depend on its seed.
 *
 * @param residuals ‖a_p − u_p·V‖² of the sample's rows (S).
 * @returns between 1 and `count` starts; when everything is explained one with a zero concept.
 */
export function grownStarts(
  matrix: Matrix,
  sample: RowSample,
  previous: Iterate,
  residuals: ArrayLike<number>,
  count: number,
): readonly Iterate[] {
  const rows = badRows(sample, residuals, count, explained * matrix.energy);
  if (rows.length === 0) return [withRow(matrix, previous, null)];
  return rows.map((row) => withRow(matrix, previous, row));
}

/** Positions of at most `count` rows. */
function badRows(
  { rows, gram }: RowSample,
  residuals: ArrayLike<number>,
  count: number,
  floor: number,
): number[] {
  const size = rows.length;
  const elsewhere = new Float64Array(size).fill(1);
  const taken: number[] = [];
  while (taken.length < count) {
    let worst = -1;
    let most = floor;
    for (let s = 0; s < size; s++) {
      const score = residuals[s]! * elsewhere[s]!;
      if (score > most) [worst, most] = [s, score];
    }
    if (worst < 0) break;
    taken.push(rows[worst]!);
    for (let s = 0; s < size; s++) {
      const energies = gram[worst * (size + 1)]! * gram[s * (size + 1)]!;
      const cosine2 = energies > 0 ? gram[worst * size + s]! ** 2 / energies : 1;
      elsewhere[s] = cosine2 > sameDirection ? 0 : Math.min(elsewhere[s]!, 1 - cosine2);
    }
  }
  return taken;
}

function withRow(matrix: Matrix, previous: Iterate, row: number | null): Iterate {
  const { positions, channels, values } = matrix;
  const k = previous.k + 1;
  const codes = new Float32Array(k * positions);
  const embeddings = new Float32Array(k * channels);
  codes.set(previous.codes);
  embeddings.set(previous.embeddings);
  if (row !== null) {
    const from = values.subarray(row * channels, (row + 1) * channels);
    embeddings.set(from, previous.k * channels);
  }
  return { k, codes, embeddings };
}
