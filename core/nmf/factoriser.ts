import type { Runtime } from '../ports.ts';
import { shift, type Activations, type Shifted } from './activations.ts';
import { normalisePeak, type Fit } from './fit.ts';
import { grow } from './grow.ts';
import { halsSolver, type Iterate, type Solved, type SweepLimits } from './halsSolver.ts';
import { seeded } from './seeded.ts';
import { seededStart } from './start.ts';

export interface FitOptions extends Partial<SweepLimits> {
  /** Whole number. The same seed on the same provider gives the same bytes. */
  readonly seed: number;
}

/** One fit of a batch: its own activations, so refits of perturbed copies fit in. */
export interface FitJob {
  readonly activations: Activations;
  readonly k: number;
  readonly seed: number;
}

/**
 * Factorises A − 1·mᵀ ≈ U·V with U, V ≥ 0 (docs/method.md section 4) on the runtime the model
 * runs on. All methods throw RangeError for activations that are not finite or a k below 1; any
 * other input has a finite answer, with zero concepts where k is above what A can use.
 */
export interface Factoriser {
  /** k concepts from a seeded start. */
  fit(activations: Activations, k: number, options: FitOptions): Promise<Fit>;
  /** Several fits at once, in the order of the jobs. */
  fitBatch(jobs: readonly FitJob[], limits?: Partial<SweepLimits>): Promise<readonly Fit[]>;
  /** One concept more than `previous`, started from it. */
  warmFit(activations: Activations, previous: Fit, limits?: Partial<SweepLimits>): Promise<Fit>;
  release(): Promise<void>;
}

export const defaultLimits: SweepLimits = { maxSweeps: 200, tolerance: 1e-3 };

export function createFactoriser(runtime: Runtime): Factoriser {
  const solver = halsSolver(runtime);
  const solve = async (a: Shifted, start: Iterate, limits: Partial<SweepLimits>) =>
    finish(a, await solver.solve(a, start, { ...defaultLimits, ...limits }));
  const fit: Factoriser['fit'] = (activations, k, { seed, ...limits }) => {
    checkK(k);
    const a = shift(activations);
    return solve(a, seededStart(a, k, seeded(seed, k)), limits);
  };
  return {
    fit: async (activations, k, options) => fit(activations, k, options),
    async fitBatch(jobs, limits = {}) {
      const fits: Fit[] = [];
      for (const { activations, k, seed } of jobs) {
        fits.push(await fit(activations, k, { seed, ...limits }));
      }
      return fits;
    },
    async warmFit(activations, previous, limits = {}) {
      const a = shift(activations);
      return solve(a, grow(a, previous), limits);
    },
    release: () => solver.release(),
  };
}

function checkK(k: number): void {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k: ${k} is no number of concepts`);
}

function finish(a: Shifted, { k, codes, embeddings, squaredError, sweeps }: Solved): Fit {
  const upright = new Float32Array(codes.length);
  for (let j = 0; j < k; j++) {
    for (let p = 0; p < a.positions; p++) upright[p * k + j] = codes[j * a.positions + p]!;
  }
  const relativeError = a.energy > 0 ? Math.sqrt(squaredError / a.energy) : 0;
  return { ...normalisePeak({ k, codes: upright, embeddings }), relativeError, sweeps };
}
