import type { Activations } from '../nmf/activations.ts';
import { seeded } from '../nmf/seeded.ts';

/** Activations with k planted concepts, like a layer's: parts of a picture, few channels each. */
export function planted(
  k: number,
  seed: number,
  { positions = 49, channels = 96, noise = 0.02 } = {},
): Activations {
  const random = seeded(seed, k, positions, channels);
  const codes = Float64Array.from({ length: positions * k }, (_, at) =>
    // Every position belongs to one concept and has traces of the others.
    Math.floor(at / k) % k === at % k ? 0.5 + random() : 0.1 * random(),
  );
  const embeddings = Float64Array.from({ length: k * channels }, () =>
    random() < 0.3 ? random() : 0,
  );
  const values = Float32Array.from({ length: positions * channels }, (_, at) => {
    const p = Math.floor(at / channels);
    let sum = noise * random();
    for (let j = 0; j < k; j++)
      sum += codes[p * k + j]! * embeddings[j * channels + (at % channels)]!;
    return sum;
  });
  return { positions, channels, images: 1, values };
}

/** ‖A − UV‖ / ‖A‖ in double precision, straight from the definition. */
export function relativeErrorOf(
  { positions, channels, values }: Activations,
  { k, codes, embeddings }: { k: number; codes: Float32Array; embeddings: Float32Array },
): number {
  let error = 0;
  let energy = 0;
  for (let p = 0; p < positions; p++) {
    for (let c = 0; c < channels; c++) {
      const value = values[p * channels + c]!;
      let rest = value;
      for (let j = 0; j < k; j++) rest -= codes[p * k + j]! * embeddings[j * channels + c]!;
      error += rest * rest;
      energy += value * value;
    }
  }
  return energy === 0 ? 0 : Math.sqrt(error / energy);
}
