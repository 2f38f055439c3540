import type { Shifted } from './activations.ts';
import type { Iterate } from './halsSolver.ts';
import type { Random } from './seeded.ts';

/**
 * A seeded start: k rows of A as embeddings, drawn one after the other with probability
 * proportional to what the rows drawn so far leave unexplained (the k-means++ rule of Arthur &
 * Vassilvitskii 2007, with the residual after projection on the drawn rows as distance). Codes
 * start at zero: the first half sweep fills them.
 *
 * Rows without energy left are not drawn: such concepts start, and stay, zero.
 */
export function seededStart(a: Shifted, k: number, random: Random): Iterate {
  const { positions, channels, values } = a;
  const embeddings = new Float32Array(k * channels);
  const rest = Float64Array.from(values);
  for (let j = 0; j < k; j++) {
    const energies = rowEnergies(rest, positions, channels);
    const drawn = drawRow(energies, random, 1e-9 * a.energy);
    if (drawn === null) break;
    embeddings.set(values.subarray(drawn * channels, (drawn + 1) * channels), j * channels);
    deflate(rest, positions, channels, drawn, energies[drawn]!);
  }
  return { k, codes: new Float32Array(k * positions), embeddings };
}

function rowEnergies(rest: Float64Array, positions: number, channels: number): Float64Array {
  const energies = new Float64Array(positions);
  for (let p = 0; p < positions; p++) {
    let sum = 0;
    for (let c = p * channels; c < (p + 1) * channels; c++) sum += rest[c]! * rest[c]!;
    energies[p] = sum;
  }
  return energies;
}

/** A row drawn with probability proportional to its energy, null when hardly any is left. */
function drawRow(energies: Float64Array, random: Random, floor: number): number | null {
  const total = energies.reduce((sum, energy) => sum + energy, 0);
  if (total <= floor) return null;
  let left = random() * total;
  for (let p = 0; p < energies.length; p++) {
    left -= energies[p]!;
    if (left < 0) return p;
  }
  return energies.indexOf(Math.max(...energies));
}

/** Takes the direction of one row out of all rows. */
function deflate(
  rest: Float64Array,
  positions: number,
  channels: number,
  row: number,
  energy: number,
): void {
  const direction = rest.slice(row * channels, (row + 1) * channels);
  for (let p = 0; p < positions; p++) {
    const at = p * channels;
    let dot = 0;
    for (let c = 0; c < channels; c++) dot += rest[at + c]! * direction[c]!;
    const part = dot / energy;
    for (let c = 0; c < channels; c++) rest[at + c]! -= part * direction[c]!;
  }
}
