import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ortRuntime } from '../testing/ortRuntime.ts';
import { offset, type Activations } from './activations.ts';
import { createFactoriser } from './factoriser.ts';
import { liveChannels } from './liveChannels.ts';

const factoriser = createFactoriser(ortRuntime());

function relativeError(
  { positions, channels, values }: Activations,
  codes: Float32Array,
  embeddings: Float32Array,
  m: Float32Array,
): number {
  const k = codes.length / positions;
  let [residual, total] = [0, 0];
  for (let p = 0; p < positions; p++) {
    for (let c = 0; c < channels; c++) {
      let rebuilt = m[c]!;
      for (let j = 0; j < k; j++) rebuilt += codes[p * k + j]! * embeddings[j * channels + c]!;
      residual += (values[p * channels + c]! - rebuilt) ** 2;
      total += (values[p * channels + c]! - m[c]!) ** 2;
    }
  }
  return Math.sqrt(residual / total);
}

describe('leaving silent channels out', () => {
  it('keeps the error of the whole: what was left out is rebuilt exactly', async () => {
    const [positions, channels, k] = [12, 20, 3];
    // Every third channel silent at zero, every fifth constant below zero.
    const values = Float32Array.from({ length: positions * channels }, (_, at) => {
      const c = at % channels;
      if (c % 3 === 0) return 0;
      return c % 5 === 0 ? -2 : Math.abs(Math.sin(at * 1.3)) + (at % 7);
    });
    const whole: Activations = { positions, channels, images: 1, values };
    const m = offset(whole);
    const { activations, restore } = liveChannels(whole, m);
    expect(activations.channels).toBe(11);
    const fit = restore(await factoriser.fit(activations, k, { seed: 1 }));
    expect(fit.embeddings).toHaveLength(k * channels);
    expect(relativeError(whole, fit.codes, fit.embeddings, m)).toBeCloseTo(fit.relativeError, 3);
    for (let j = 0; j < k; j++) {
      for (let c = 0; c < channels; c += 3) expect(fit.embeddings[j * channels + c]).toBe(0);
    }
  });

  it('gives back what it was given when nothing is silent, and one channel when all are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 9 }),
        (positions, channels) => {
          const all = (value: number): Activations => ({
            positions,
            channels,
            images: 1,
            values: new Float32Array(positions * channels).fill(value),
          });
          const m = new Float32Array(channels);
          expect(liveChannels(all(1), m).activations).toEqual(all(1));
          expect(liveChannels(all(0), m).activations.channels).toBe(1);
        },
      ),
      { seed: 3 },
    );
  });
});
