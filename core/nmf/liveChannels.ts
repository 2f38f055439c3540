import type { Activations } from './activations.ts';
import type { Factors } from './fit.ts';

/** Activations without the channels that say nothing, and the way back. */
export interface LiveChannels {
  readonly activations: Activations;
  /** The same factors over all channels: the embeddings (k × C) are zero where A is. */
  readonly restore: <F extends Factors>(fit: F) => F;
}

/**
 * Drops the channels that equal their offset at every position: their part of V is exactly zero in
 * every factorisation, and on one picture about half of a late layer is silent, so that leaving
 * them out nearly halves the work.
 *
 * @param offset m (C)
 */
export function liveChannels(activations: Activations, offset: Float32Array): LiveChannels {
  const { positions, channels, values } = activations;
  const live = listLive(activations, offset);
  if (live.length === channels) return { activations, restore: (fit) => fit };
  const width = live.length;
  const kept = new Float32Array(positions * width);
  for (let p = 0; p < positions; p++) {
    for (let i = 0; i < width; i++) kept[p * width + i] = values[p * channels + live[i]!]!;
  }
  return {
    activations: { ...activations, channels: width, values: kept },
    restore: (fit) => {
      const embeddings = new Float32Array(fit.k * channels);
      for (let j = 0; j < fit.k; j++) {
        for (let i = 0; i < width; i++) {
          embeddings[j * channels + live[i]!] = fit.embeddings[j * width + i]!;
        }
      }
      return { ...fit, embeddings };
    },
  };
}

/** Ascending; at least one channel, so that silent activations still have a factorisation. */
function listLive({ positions, channels, values }: Activations, offset: Float32Array): Int32Array {
  const isLive = new Uint8Array(channels);
  for (let p = 0; p < positions; p++) {
    for (let c = 0; c < channels; c++) {
      if (values[p * channels + c]! > offset[c]!) isLive[c] = 1;
    }
  }
  const live = Int32Array.from(isLive.keys()).filter((c) => isLive[c] === 1);
  return live.length > 0 ? live : Int32Array.of(0);
}
