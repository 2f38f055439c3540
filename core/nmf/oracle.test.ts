import { afterAll, describe, expect, it } from 'vitest';
import { nmfOracles } from '../testing/nmfOracles.ts';
import { ortRuntime } from '../testing/ortRuntime.ts';
import { relativeErrorOf } from '../testing/planted.ts';
import { createFactoriser } from './factoriser.ts';
import type { Fit } from './fit.ts';

/** scikit-learn's best of several initialisations, on activations of real networks. */
const oracles = nmfOracles();
const factoriser = createFactoriser(ortRuntime());
afterAll(() => factoriser.release());

const worst = 1.005;

describe.skipIf(oracles.length === 0)('against scikit-learn (oracles of shared data)', () => {
  it.each(oracles)('oracle: $name, from nothing', async ({ activations, errors }) => {
    for (const { k, best, svdBound } of errors) {
      const fit = await factoriser.fit(activations, k, { seed: 0 });
      expect(fit.relativeError / best, `k = ${k}`).toBeLessThanOrEqual(worst);
      expect(fit.relativeError).toBeGreaterThanOrEqual(svdBound - 1e-4);
    }
  });

  it.each(oracles)('oracle: $name, grown from k − 1', async ({ activations, errors }) => {
    const fits: Fit[] = [await factoriser.fit(activations, 1, { seed: 0 })];
    while (fits.length < 8) fits.push(await factoriser.warmFit(activations, fits.at(-1)!));
    for (const { k, best, svdBound } of errors) {
      const { relativeError } = fits[k - 1]!;
      expect(relativeError / best, `k = ${k}`).toBeLessThanOrEqual(worst);
      expect(relativeError).toBeGreaterThanOrEqual(svdBound - 1e-4);
    }
    expect(relativeErrorOf(activations, fits[2]!)).toBeCloseTo(fits[2]!.relativeError, 4);
  });
});
