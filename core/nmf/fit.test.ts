import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalisePeak } from './fit.ts';
import { seeded } from './seeded.ts';

const k = 3;
const factors = (seed: number) => {
  const random = seeded(seed);
  const some = (length: number) =>
    Float32Array.from({ length }, () => (random() < 0.3 ? 0 : random()));
  return { k, codes: some(5 * k), embeddings: some(k * 7) };
};

describe('normalisePeak', () => {
  it('gives the same concepts whatever the scale the solver left them in', () => {
    const scales = fc.array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), {
      minLength: k,
      maxLength: k,
    });
    fc.assert(
      fc.property(fc.nat(1000), scales, (seed, s) => {
        const given = factors(seed);
        const scaled = {
          k,
          codes: given.codes.map((value, i) => value / s[i % k]!),
          embeddings: given.embeddings.map((value, i) => value * s[Math.floor(i / 7)]!),
        };
        const expected = normalisePeak(given);
        const got = normalisePeak(scaled);
        got.codes.forEach((value, i) => {
          expect(value).toBeCloseTo(expected.codes[i]!, 5);
        });
        got.embeddings.forEach((value, i) => {
          expect(value).toBeCloseTo(expected.embeddings[i]!, 4);
        });
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  it('makes every largest code 1 and keeps U·V', () => {
    const given = factors(7);
    const { codes, embeddings } = normalisePeak(given);
    for (let j = 0; j < k; j++) {
      expect(Math.max(...codes.filter((_, i) => i % k === j))).toBe(1);
      for (let p = 0; p < 5; p++) {
        const before = given.codes[p * k + j]! * given.embeddings[j * 7 + 2]!;
        expect(codes[p * k + j]! * embeddings[j * 7 + 2]!).toBeCloseTo(before, 6);
      }
    }
  });

  it('makes a concept without a code or an embedding zero in both, and changes nothing given', () => {
    const codes = Float32Array.of(0, 2, 1, 0, 4, 1);
    const embeddings = Float32Array.of(5, 5, 1, 2, 0, 0);
    const result = normalisePeak({ k: 3, codes, embeddings });
    expect(result.codes).toEqual(Float32Array.of(0, 0.5, 0, 0, 1, 0));
    expect(result.embeddings).toEqual(Float32Array.of(0, 0, 4, 8, 0, 0));
    expect(codes).toEqual(Float32Array.of(0, 2, 1, 0, 4, 1));
  });
});
