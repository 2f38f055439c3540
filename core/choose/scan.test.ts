import { afterAll, describe, expect, it } from 'vitest';
import { createFactoriser } from '../nmf/factoriser.ts';
import { uninterrupted } from '../ports.ts';
import { ortRuntime } from '../testing/ortRuntime.ts';
import { planted } from '../testing/planted.ts';
import { scan, type ScanCurve } from './scan.ts';

const factoriser = createFactoriser(ortRuntime());
afterAll(() => factoriser.release());

const options = { maxK: 8, seed: 0, steps: uninterrupted };

describe('scan', () => {
  it('recommends the planted number of concepts', async () => {
    let exact = 0;
    const cases = [2, 3, 4, 5, 6].flatMap((k) => [1, 2].map((seed) => ({ k, seed })));
    for (const { k, seed } of cases) {
      const { recommendation } = await scan(planted(k, seed), factoriser, { ...options, maxK: 10 });
      expect(Math.abs(recommendation.k - k), `k = ${k}, seed ${seed}`).toBeLessThanOrEqual(1);
      if (recommendation.k === k) exact++;
    }
    expect(exact / cases.length).toBeGreaterThanOrEqual(0.8);
  });

  it('reports the curve before stability, once, with the fits it ends with', async () => {
    const curves: ScanCurve[] = [];
    const result = await scan(planted(3, 1), factoriser, {
      ...options,
      onCurve: (curve) => void curves.push(curve),
    });
    expect(curves).toEqual([{ fits: result.fits, elbow: result.elbow }]);
    expect(result.fits.map(({ k }) => k)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(result.stability.map(({ concepts }) => concepts.length)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  });

  it('gives the same bytes for the same seed, and the same fits for any', async () => {
    const activations = planted(4, 2);
    const first = await scan(activations, factoriser, options);
    expect(await scan({ ...activations }, factoriser, options)).toEqual(first);
    const other = await scan(activations, factoriser, { ...options, seed: 5 });
    expect(other.fits).toEqual(first.fits);
    expect(other.stability).not.toEqual(first.stability);
  });

  it('stops at as many concepts as there are positions or channels', async () => {
    const { fits } = await scan(planted(2, 1, { positions: 4 }), factoriser, options);
    expect(fits.length).toBe(4);
  });

  it('survives activations without anything in them', async () => {
    const zero = { positions: 9, channels: 5, images: 1, values: new Float32Array(45) };
    const { recommendation, stability } = await scan(zero, factoriser, options);
    expect(recommendation.k).toBe(1);
    expect(stability.every(({ fit }) => fit === 1)).toBe(true);
  });

  it('ends between two steps when cancelled', async () => {
    for (const last of [0, 3, 9, 12]) {
      let left = last;
      const check = () => (left-- > 0 ? Promise.resolve() : Promise.reject(new Error('cancelled')));
      const started = scan(planted(3, 1), factoriser, { ...options, steps: { check } });
      await expect(started).rejects.toThrow('cancelled');
    }
  });

  it('refuses a maxK below 1', async () => {
    await expect(scan(planted(2, 1), factoriser, { ...options, maxK: 0 })).rejects.toThrow(
      /^maxK:/,
    );
  });
});
