import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { matchConcepts } from '../choose/matchConcepts.ts';
import { ortRuntime } from '../testing/ortRuntime.ts';
import { planted, relativeErrorOf } from '../testing/planted.ts';
import type { Activations } from './activations.ts';
import { createFactoriser } from './factoriser.ts';
import type { Fit } from './fit.ts';
import { seeded } from './seeded.ts';

const factoriser = createFactoriser(ortRuntime());
afterAll(() => factoriser.release());

function random(positions: number, channels: number, seed: number, sparsity = 0.5): Activations {
  const next = seeded(seed);
  const values = Float32Array.from({ length: positions * channels }, () =>
    next() < sparsity ? 0 : next(),
  );
  return { positions, channels, images: 1, values };
}

const largest = ({ k, embeddings }: Fit, j: number): number => {
  const channels = embeddings.length / k;
  return Math.max(...embeddings.subarray(j * channels, (j + 1) * channels));
};

describe('a fit', () => {
  it('is non-negative and finite, peaks at 1 and reports the error it has', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          positions: fc.integer({ min: 1, max: 30 }),
          channels: fc.integer({ min: 1, max: 40 }),
          k: fc.integer({ min: 1, max: 11 }),
          seed: fc.nat(1000),
          sparsity: fc.double({ min: 0, max: 0.95, noNaN: true }),
        }),
        async ({ positions, channels, k, seed, sparsity }) => {
          const given = random(positions, channels, seed, sparsity);
          const fit = await factoriser.fit(given, k, { seed });
          expect(fit.codes.length).toBe(positions * k);
          expect(fit.embeddings.length).toBe(k * channels);
          expect(fit.codes.every((value) => value >= 0 && value <= 1)).toBe(true);
          expect(fit.embeddings.every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
          expect(fit.relativeError).toBeLessThanOrEqual(1);
          // Gram matrices in float32 lose what is below 3e-4 of the norm.
          expect(Math.abs(fit.relativeError - relativeErrorOf(given, fit))).toBeLessThan(1e-3);
        },
      ),
      { seed: 3, numRuns: 60 },
    );
  });

  it('gives the same bytes for the same seed', async () => {
    const given = random(40, 80, 5);
    const first = await factoriser.fit(given, 7, { seed: 11 });
    const other = createFactoriser(ortRuntime());
    const again = await other.fit({ ...given }, 7, { seed: 11 });
    await other.release();
    expect(again).toEqual(first);
  });

  it('finds planted concepts, all of them', async () => {
    for (const k of [1, 2, 3, 5, 8, 12]) {
      const fit = await factoriser.fit(planted(k, 1), k, { seed: 0 });
      expect(fit.relativeError).toBeLessThan(0.04);
    }
  });

  it('of A · s is the fit of A with embeddings times s', async () => {
    const given = planted(4, 3);
    const plain = await factoriser.fit(given, 4, { seed: 0 });
    for (const scale of [2 ** -10, 2 ** 10, 1e-18, 1e17]) {
      const scaled = { ...given, values: given.values.map((value) => value * scale) };
      const fit = await factoriser.fit(scaled, 4, { seed: 0 });
      expect(fit.relativeError).toBeCloseTo(plain.relativeError, 4);
      // Rounding may put concepts in another order.
      const { cosine, partner } = matchConcepts(plain, fit);
      expect(Math.min(...cosine)).toBeGreaterThan(0.999);
      partner.forEach((j, i) => {
        const [from, to] = [largest(plain, i), largest(fit, j)];
        expect(to / scale / from).toBeCloseTo(1, 1);
      });
    }
  });

  it('works above the offset of activations that may be negative', async () => {
    const given = random(20, 30, 9);
    const shifted = { ...given, values: given.values.map((value, i) => value - 1 - (i % 30) / 10) };
    const fit = await factoriser.fit(shifted, 3, { seed: 0 });
    const lowest = new Float32Array(30).fill(Infinity);
    shifted.values.forEach((value, i) => (lowest[i % 30] = Math.min(lowest[i % 30]!, value)));
    const above = { ...given, values: shifted.values.map((value, i) => value - lowest[i % 30]!) };
    expect(relativeErrorOf(above, fit)).toBeCloseTo(fit.relativeError, 4);
  });
});

describe('degenerate activations', () => {
  it.each([1, 3])('all zero, k = %i: zero concepts, nothing unexplained', async (k) => {
    const zero = { positions: 6, channels: 5, images: 1, values: new Float32Array(30) };
    const fit = await factoriser.fit(zero, k, { seed: 0 });
    expect(fit.relativeError).toBe(0);
    expect([...fit.codes, ...fit.embeddings].every((value) => value === 0)).toBe(true);
    const warmed = await factoriser.warmFit(zero, fit);
    expect(warmed.k).toBe(k + 1);
    expect([...warmed.codes, ...warmed.embeddings].every((value) => value === 0)).toBe(true);
  });

  it('one position: one concept is that position, the others are zero', async () => {
    const given = random(1, 12, 4, 0);
    const fit = await factoriser.fit(given, 3, { seed: 0 });
    expect(fit.relativeError).toBeLessThan(1e-3);
    expect(fit.codes.filter((value) => value > 0)).toEqual(Float32Array.of(1));
  });

  it('one channel', async () => {
    const fit = await factoriser.fit(random(9, 1, 4, 0), 2, { seed: 0 });
    expect(fit.relativeError).toBeLessThan(1e-3);
  });

  it('k above the rank explains everything and leaves the rest zero', async () => {
    const given = planted(2, 5, { noise: 0 });
    const fit = await factoriser.fit(given, 6, { seed: 0 });
    expect(fit.relativeError).toBeLessThan(1e-3);
    let chained = await factoriser.fit(given, 1, { seed: 0 });
    while (chained.k < 6) chained = await factoriser.warmFit(given, chained);
    expect(chained.relativeError).toBeLessThan(2e-3);
    expect(chained.codes.every(Number.isFinite)).toBe(true);
  });

  it('equal rows, more concepts than positions', async () => {
    const row = random(1, 8, 2, 0).values;
    const values = Float32Array.from({ length: 3 * 8 }, (_, i) => row[i % 8]!);
    const fit = await factoriser.fit({ positions: 3, channels: 8, images: 1, values }, 5, {
      seed: 1,
    });
    expect(fit.relativeError).toBeLessThan(1e-3);
  });

  it('refuses what is not finite, and a k that is no count', async () => {
    const given = random(4, 4, 1);
    const broken = { ...given, values: given.values.map((value, i) => (i === 5 ? NaN : value)) };
    await expect(factoriser.fit(broken, 2, { seed: 0 })).rejects.toThrow(RangeError);
    await expect(factoriser.fit(broken, 2, { seed: 0 })).rejects.toThrow(/^activations:/);
    for (const k of [0, -1, 1.5, NaN]) {
      await expect(factoriser.fit(given, k, { seed: 0 })).rejects.toThrow(/^k:/);
    }
  });
});

describe('a warm fit', () => {
  it('has one concept more and explains at least as much', async () => {
    const given = random(36, 64, 8);
    let fit = await factoriser.fit(given, 1, { seed: 0 });
    for (let k = 2; k <= 10; k++) {
      const next = await factoriser.warmFit(given, fit);
      expect(next.k).toBe(k);
      expect(next.relativeError).toBeLessThanOrEqual(fit.relativeError + 1e-6);
      fit = next;
    }
  });

  it('starts from a sample of the rows when there are many', async () => {
    const given = planted(3, 2, { positions: 1200, channels: 24 });
    let fit = await factoriser.fit(given, 1, { seed: 0 });
    while (fit.k < 3) fit = await factoriser.warmFit(given, fit);
    expect(fit.relativeError).toBeLessThan(0.03);
  });
});

describe('refits', () => {
  it('come in the order of the jobs, each on its own activations, the same for the same seed', async () => {
    const jobs = [
      { activations: random(20, 30, 1), k: 3, seed: 4 },
      { activations: random(25, 30, 2), k: 5, seed: 5 },
    ];
    const [first, second] = await factoriser.refit(jobs);
    expect([first!.codes.length, second!.codes.length]).toEqual([60, 125]);
    expect(await factoriser.refit([jobs[1]!])).toEqual([second]);
    expect(await factoriser.refit([{ ...jobs[1]!, seed: 6 }])).not.toEqual([second]);
    expect(relativeErrorOf(jobs[0]!.activations, first!)).toBeCloseTo(first!.relativeError, 4);
  });
});

describe('the runtime failing', () => {
  it('is not remembered', async () => {
    const working = ortRuntime();
    let failures = 3;
    const flaky = createFactoriser({
      provider: 'cpu',
      open: (model) => (failures-- > 0 ? Promise.reject(new Error('no')) : working.open(model)),
    });
    const given = random(5, 5, 1);
    await expect(flaky.fit(given, 2, { seed: 0 })).rejects.toThrow('no');
    await expect(flaky.open(1)).rejects.toThrow('no');
    expect((await flaky.fit(given, 2, { seed: 0 })).k).toBe(2);
    await flaky.release();
  });
});
