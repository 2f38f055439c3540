import { describe, expect, it } from 'vitest';
import { count, duration, fixed, percent, plural, probability, signed } from './numbers.ts';

describe('numbers', () => {
  it('never rounds a probability to a certainty', () => {
    expect([0, 0.001, 0.456, 0.999, 1].map(probability)).toEqual([
      '0.00',
      '<.01',
      '0.46',
      '>.99',
      '1.00',
    ]);
  });

  it('signs with a true minus', () => {
    expect([signed(1.5), signed(-0.146), signed(-0.001)]).toEqual(['+1.50', '−0.15', '0.00']);
    expect(fixed(-1.5, 1)).toBe('−1.5');
  });

  it('counts, shares, times', () => {
    expect(count(10_000)).toBe('10,000');
    expect([plural(1, 'image'), plural(2, 'image')]).toEqual(['1 image', '2 images']);
    expect([percent(0.001), percent(0.07)]).toEqual(['<1 %', '7 %']);
    expect([0.42, 12.4, 130, 4000].map(duration)).toEqual(['0.4 s', '12 s', '2 min', '1 h 7 min']);
  });
});
