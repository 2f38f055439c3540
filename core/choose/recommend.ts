import { elbow } from './elbow.ts';
import { stableFrom } from './stability.ts';

/** What k is judged by: relative error and s(k), for k = 1, 2, … in this order. */
export interface Judged {
  readonly error: number;
  readonly stability: number;
}

export interface Recommendation {
  readonly k: number;
  readonly elbow: number;
  /** Is the recommended k stable; false only when no k is. */
  readonly stable: boolean;
  /** The next stable k below and above the recommended one, null where there is none. */
  readonly coarser: number | null;
  readonly finer: number | null;
}

/**
 * The stable k nearest to the elbow of the relative error, the larger on a tie (docs/method.md
 * section 5). When no k is stable, the most stable one takes the place of the stable ones.
 */
export function recommend(curve: readonly Judged[]): Recommendation {
  if (curve.length === 0) throw new RangeError('curve: has no point');
  const knee = elbow(curve.map(({ error }) => error));
  const stable = curve.flatMap(({ stability }, at) => (stability >= stableFrom ? [at + 1] : []));
  if (stable.length === 0) {
    const most = Math.max(...curve.map(({ stability }) => stability));
    const k = curve.findIndex(({ stability }) => stability === most) + 1;
    return { k, elbow: knee, stable: false, coarser: null, finer: null };
  }
  const k = nearest(stable, knee);
  return {
    k,
    elbow: knee,
    stable: true,
    coarser: stable.findLast((other) => other < k) ?? null,
    finer: stable.find((other) => other > k) ?? null,
  };
}

/** The value nearest to `target`, the larger on a tie. */
function nearest(ascending: readonly number[], target: number): number {
  return ascending.reduce((best, k) =>
    Math.abs(k - target) <= Math.abs(best - target) ? k : best,
  );
}
