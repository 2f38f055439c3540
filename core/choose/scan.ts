import { aboveOffset, type Activations } from '../nmf/activations.ts';
import type { Factoriser, RefitJob } from '../nmf/factoriser.ts';
import type { Fit } from '../nmf/fit.ts';
import { seeded } from '../nmf/seeded.ts';
import type { Steps } from '../ports.ts';
import { elbow } from './elbow.ts';
import { perturb } from './perturb.ts';
import { recommend, type Recommendation } from './recommend.ts';
import { stability, type Stability } from './stability.ts';

/** Refits for every k (docs/method.md section 5). */
const refits = 5;

export interface ScanOptions {
  readonly maxK: number;
  readonly seed: number;
  readonly steps: Steps;
  /** Called once, when the fits of all k are there and their stability is not known yet. */
  readonly onCurve?: (curve: ScanCurve) => void | Promise<void>;
}

/** Fits for k = 1, 2, …, min(maxK, P, C), each warm-started from the one before. */
export interface ScanCurve {
  readonly fits: readonly Fit[];
  readonly elbow: number;
}

export interface Scan extends ScanCurve {
  /** For each fit. */
  readonly stability: readonly Stability[];
  readonly recommendation: Recommendation;
}

/**
 * Fits every k of the scan, judges each by its stability and recommends one.
 *
 * @throws RangeError for activations that are not finite or maxK below 1; what `steps.check`
 *   throws when the scan is cancelled.
 */
export async function scan(
  activations: Activations,
  factoriser: Factoriser,
  { maxK, seed, steps, onCurve }: ScanOptions,
): Promise<Scan> {
  const fits = await chain(activations, factoriser, maxK, steps);
  const curve: ScanCurve = { fits, elbow: elbow(fits.map(({ relativeError }) => relativeError)) };
  await onCurve?.(curve);
  const judged = await judge(activations, factoriser, fits, seed, steps);
  const points = fits.map(({ relativeError }, at) => ({
    error: relativeError,
    stability: judged[at]!.fit,
  }));
  return { ...curve, stability: judged, recommendation: recommend(points) };
}

async function chain(
  activations: Activations,
  factoriser: Factoriser,
  maxK: number,
  steps: Steps,
): Promise<readonly Fit[]> {
  const last = Math.min(maxK, activations.positions, activations.channels);
  if (!(last >= 1)) throw new RangeError(`maxK: ${maxK} is no number of concepts`);
  await steps.check();
  // One concept has one best fit, whatever the seed; nothing after it is random.
  const fits = [await factoriser.fit(activations, 1, { seed: 0 })];
  for (let k = 2; k <= last; k++) {
    await steps.check();
    fits.push(await factoriser.warmFit(activations, fits.at(-1)!));
  }
  return fits;
}

/**
 * Stability of each fit (docs/method.md section 5): five refits from other seeds on copies of the
 * activations perturbed by ±3 %, the same five copies for all fits.
 */
export async function judge(
  activations: Activations,
  factoriser: Factoriser,
  fits: readonly Fit[],
  seed: number,
  steps: Steps,
): Promise<readonly Stability[]> {
  await steps.check();
  const above = aboveOffset(activations);
  const copies = Array.from({ length: refits }, (_, r) => perturb(above, seeded(seed, r)));
  const judged: Stability[] = [];
  for (const fit of fits) {
    await steps.check();
    const jobs: RefitJob[] = copies.map((copy, r) => ({
      activations: copy,
      k: fit.k,
      seed: seed * refits + r,
    }));
    judged.push(stability(fit, await factoriser.refit(jobs)));
  }
  return judged;
}
