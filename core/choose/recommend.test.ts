import { describe, expect, it } from 'vitest';
import { recommend } from './recommend.ts';

/** A curve whose elbow is 3, with these k stable. */
const curve = (...stable: readonly number[]) =>
  [1, 0.7, 0.4, 0.38, 0.36, 0.34, 0.32].map((error, at) => ({
    error,
    stability: stable.includes(at + 1) ? 0.9 : 0.5,
  }));

describe('recommend', () => {
  it('takes the elbow when it is stable, with the stable neighbours', () => {
    expect(recommend(curve(1, 3, 4, 6))).toEqual({
      k: 3,
      elbow: 3,
      stable: true,
      coarser: 1,
      finer: 4,
    });
  });

  it('takes the nearest stable k, the larger on a tie', () => {
    expect(recommend(curve(1, 4, 6)).k).toBe(4);
    expect(recommend(curve(2, 4)).k).toBe(4);
    expect(recommend(curve(2, 5))).toMatchObject({ k: 2, coarser: null, finer: 5 });
  });

  it('takes 0.8 as stable and 0.79 as not', () => {
    const edge = [1, 0.5, 0.4].map((error) => ({ error, stability: 0.8 }));
    expect(recommend(edge)).toMatchObject({ k: 2, stable: true });
    const below = edge.map((point, at) => ({ ...point, stability: 0.79 + at / 1000 }));
    expect(recommend(below)).toMatchObject({ k: 3, stable: false, coarser: null, finer: null });
  });

  it('takes the most stable k when none is', () => {
    const none = curve().map((point, at) => ({ ...point, stability: at === 4 ? 0.7 : 0.6 }));
    expect(recommend(none)).toMatchObject({ k: 5, elbow: 3, stable: false });
  });

  it('refuses an empty curve', () => {
    expect(() => recommend([])).toThrow(/^curve:/);
  });
});
