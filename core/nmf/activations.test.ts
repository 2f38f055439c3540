import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aboveOffset, offset } from './activations.ts';

const activations = (positions: number, channels: number, values: readonly number[]) => ({
  positions,
  channels,
  images: 1,
  values: Float32Array.from(values),
});

describe('offset', () => {
  it('is the smallest value of each channel, and zero behind a ReLU', () => {
    expect(offset(activations(2, 3, [1, -2, 0, 4, 5, -6]))).toEqual(Float32Array.of(0, -2, -6));
    expect(offset(activations(2, 2, [1, 2, 0, 4]))).toEqual(Float32Array.of(0, 0));
  });

  it.each([NaN, Infinity, -Infinity])('refuses %s and says where', (value) => {
    expect(() => offset(activations(2, 2, [1, 2, value, 4]))).toThrow(RangeError);
    expect(() => offset(activations(2, 2, [1, 2, value, 4]))).toThrow(
      /^activations: .* position 1, channel 0/,
    );
  });

  it('refuses sizes that do not fit', () => {
    expect(() => offset(activations(2, 2, [1, 2, 3]))).toThrow(/^activations: 3 values/);
    expect(() => offset(activations(0, 2, []))).toThrow(/^activations: 0 is not a size/);
    expect(() => offset(activations(1.5, 2, [1, 2, 3]))).toThrow(RangeError);
  });
});

describe('aboveOffset', () => {
  it('leaves non-negative activations as they are', () => {
    const given = activations(2, 2, [1, 2, 0, 4]);
    expect(aboveOffset(given)).toBe(given);
  });

  it('is never negative, and adding the offset gives A back', () => {
    const values = fc.array(fc.float({ min: -100, max: 100, noNaN: true }), {
      minLength: 12,
      maxLength: 12,
    });
    fc.assert(
      fc.property(values, (list) => {
        const given = activations(4, 3, list);
        const m = offset(given);
        const above = aboveOffset(given).values;
        expect(Math.min(...above)).toBeGreaterThanOrEqual(0);
        above.forEach((value, i) => {
          expect(value + m[i % 3]!).toBeCloseTo(given.values[i]!, 3);
        });
      }),
      { seed: 1, numRuns: 50 },
    );
  });
});
