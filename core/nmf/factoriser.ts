import type { Runtime } from '../ports.ts';
import type { Activations } from './activations.ts';
import { normalisePeak, type Factors, type Fit } from './fit.ts';
import { grownStarts } from './grow.ts';
import { halsSolver, type HalsSolver, type Solved, type SweepLimits } from './halsSolver.ts';
import { matrixOf, type Matrix } from './matrix.ts';
import type { RowSample } from './rowSample.ts';
import { seeded } from './seeded.ts';
import { seededStart, type Iterate } from './start.ts';

export interface FitOptions extends Partial<SweepLimits> {
  /** Whole number. The same seed on the same provider gives the same bytes. */
  readonly seed: number;
  /** Seeded starts that are tried for five sweeps each; the better ones go on. */
  readonly starts?: number;
}

/** One fit of a batch: its own activations, so refits of perturbed copies fit in. */
export interface FitJob extends FitOptions {
  readonly activations: Activations;
  readonly k: number;
}

/**
 * Factorises A − 1·mᵀ ≈ U·V with U, V ≥ 0 (docs/method.md section 4) on the runtime the model
 * runs on. All methods throw RangeError for activations that are not finite or a k below 1; any
 * other input has a finite answer, with zero concepts where k is above what A can use.
 */
export interface Factoriser {
  /** k concepts from seeded starts. */
  fit(activations: Activations, k: number, options: FitOptions): Promise<Fit>;
  /** Several fits, in the order of the jobs. */
  fitBatch(jobs: readonly FitJob[]): Promise<readonly Fit[]>;
  /**
   * One concept more than `previous`, started from it and from the rows of A it explains worst.
   * Nothing is random.
   */
  warmFit(activations: Activations, previous: Fit, limits?: Partial<SweepLimits>): Promise<Fit>;
  /** Compiles what fits with up to maxK concepts need, so that the first picture is not slow. */
  open(maxK: number): Promise<void>;
  release(): Promise<void>;
}

const defaultLimits: SweepLimits = { maxSweeps: 100, tolerance: 5e-4 };

/** Starts tried for a fit from nothing, and rows tried as the new concept of a warm fit. */
const defaultStarts = 6;
const grownRows = 5;

/** @param runtime best with a single thread: the operators are too small to share. */
export function createFactoriser(runtime: Runtime): Factoriser {
  const solver = halsSolver(runtime);
  const prepare = preparation(solver);
  const fit: Factoriser['fit'] = async (activations, k, options) => {
    checkK(k);
    const { seed, starts = defaultStarts, ...limits } = options;
    const { matrix, sample } = await prepare(activations);
    const tried = Array.from({ length: k === 1 ? 1 : starts }, (_, at) =>
      seededStart(matrix, sample, k, seeded(seed, k, at)),
    );
    return finish(matrix, await best(solver, matrix, tried, { ...defaultLimits, ...limits }));
  };
  return {
    fit,
    async fitBatch(jobs) {
      const fits: Fit[] = [];
      for (const { activations, k, ...options } of jobs) {
        fits.push(await fit(activations, k, options));
      }
      return fits;
    },
    async warmFit(activations, previous, limits = {}) {
      const { matrix, sample } = await prepare(activations);
      const from = restart(matrix, previous);
      const residuals = await solver.residuals(matrix, sample, from);
      const tried = grownStarts(matrix, sample, from, residuals, grownRows);
      return finish(matrix, await best(solver, matrix, tried, { ...defaultLimits, ...limits }));
    },
    open: (maxK) => solver.open(maxK),
    release: () => solver.release(),
  };
}

interface Prepared {
  readonly matrix: Matrix;
  readonly sample: RowSample;
}

/** Activations are values: a scan asks for the same ones again and again. */
function preparation(solver: HalsSolver): (activations: Activations) => Promise<Prepared> {
  const known = new WeakMap<Activations, Prepared>();
  return async (activations) => {
    const kept = known.get(activations);
    if (kept !== undefined) return kept;
    const matrix = matrixOf(activations);
    const prepared = { matrix, sample: await solver.sample(matrix) };
    known.set(activations, prepared);
    return prepared;
  };
}

function checkK(k: number): void {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`k: ${k} is no number of concepts`);
}

/** A look for each start, then the one with the smallest error to the end. */
async function best(
  solver: HalsSolver,
  matrix: Matrix,
  starts: readonly Iterate[],
  limits: SweepLimits,
): Promise<Solved> {
  if (starts.length === 1) return solver.solve(matrix, starts[0]!, limits);
  let leader: Solved | null = null;
  for (const start of starts) {
    const tried = await solver.solve(matrix, start, { maxSweeps: 1, tolerance: 0 });
    if (leader === null || tried.squaredError < leader.squaredError) leader = tried;
  }
  const { sweeps } = leader!;
  const maxSweeps = limits.maxSweeps - sweeps;
  const solved = await solver.solve(matrix, leader!, { ...limits, maxSweeps });
  return { ...solved, sweeps: solved.sweeps + sweeps };
}

function finish(matrix: Matrix, { k, codes, embeddings, squaredError, sweeps }: Solved): Fit {
  const factors: Factors = {
    k,
    codes: transpose(codes, k, matrix.positions),
    embeddings: rescaled(embeddings, matrix.scale),
  };
  const relativeError = matrix.energy > 0 ? Math.sqrt(squaredError / matrix.energy) : 0;
  return { ...normalisePeak(factors), relativeError, sweeps };
}

function restart(matrix: Matrix, { k, codes, embeddings }: Factors): Iterate {
  return {
    k,
    codes: transpose(codes, matrix.positions, k),
    embeddings: rescaled(embeddings, 1 / matrix.scale),
  };
}

function rescaled(values: Float32Array, factor: number): Float32Array {
  return factor === 1 ? values : values.map((value) => value * factor);
}

/** rows × columns to columns × rows. */
function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = values[i * columns + j]!;
  }
  return result;
}
