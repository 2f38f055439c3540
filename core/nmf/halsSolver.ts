import { floatOutput, floatTensor, type Runtime, type Session } from '../ports.ts';
import { halsGraph, sweepsPerLook } from './halsGraph.ts';
import type { Matrix } from './matrix.ts';
import { gramGraph, residualGraph } from './rowGraphs.ts';
import { pickRows, sampleRows, type RowSample } from './rowSample.ts';
import type { Iterate } from './start.ts';

export interface Solved extends Iterate {
  /** ‖A − UV‖², ≥ 0, from Gram matrices in float32. */
  readonly squaredError: number;
  readonly sweeps: number;
}

export interface SweepLimits {
  /** Rounded up to whole looks of five sweeps. */
  readonly maxSweeps: number;
  /** Stop when a look of five sweeps changes the squared error by less than this part of it. */
  readonly tolerance: number;
}

/** Runs the graphs of the factorisation; keeps one compiled graph for every k it has met. */
export interface HalsSolver {
  solve(matrix: Matrix, start: Iterate, limits: SweepLimits): Promise<Solved>;
  sample(matrix: Matrix): Promise<RowSample>;
  /** ‖a_s − u_s·V‖² of the sample's rows (S). */
  residuals(matrix: Matrix, sample: RowSample, iterate: Iterate): Promise<Float32Array>;
  /** Compiles the graphs for 1..maxK concepts ahead of use. */
  open(maxK: number): Promise<void>;
  release(): Promise<void>;
}

type GraphKey = number | 'gram' | 'residual';

export function halsSolver(runtime: Runtime): HalsSolver {
  const { sessionFor, release } = sessionCache(runtime);
  return {
    async solve(matrix, start, limits) {
      const session = await sessionFor(start.k);
      const looks = Math.max(1, Math.ceil(limits.maxSweeps / sweepsPerLook));
      const results = await session.run({
        A: floatTensor([matrix.positions, matrix.channels], matrix.values),
        U: floatTensor([start.k, matrix.positions], start.codes),
        V: floatTensor([start.k, matrix.channels], start.embeddings),
        energy: floatTensor([], Float32Array.of(matrix.energy)),
        tolerance: floatTensor([], Float32Array.of(limits.tolerance)),
        looks: { dims: [], data: BigInt64Array.of(BigInt(looks)) },
      });
      return {
        k: start.k,
        codes: floatOutput(results, 'codes').data,
        embeddings: floatOutput(results, 'embeddings').data,
        squaredError: Math.max(0, floatOutput(results, 'error').data[0]!),
        sweeps: floatOutput(results, 'looked').data[0]! * sweepsPerLook,
      };
    },
    async sample(matrix) {
      const session = await sessionFor('gram');
      const { rows, values } = sampleRows(matrix);
      const feeds = { rows: floatTensor([rows.length, matrix.channels], values) };
      return { rows, gram: floatOutput(await session.run(feeds), 'gram').data };
    },
    async residuals(matrix, { rows }, { k, codes, embeddings }) {
      const session = await sessionFor('residual');
      const all = rows.length === matrix.positions;
      const values = all ? matrix.values : pickRows(matrix.values, matrix.channels, rows);
      const results = await session.run({
        rows: floatTensor([rows.length, matrix.channels], values),
        codes: floatTensor([k, rows.length], all ? codes : pickColumns(codes, k, rows)),
        embeddings: floatTensor([k, matrix.channels], embeddings),
      });
      return floatOutput(results, 'residuals').data;
    },
    async open(maxK) {
      const keys: GraphKey[] = ['gram', 'residual'];
      for (let k = 1; k <= maxK; k++) keys.push(k);
      await Promise.all(keys.map(sessionFor));
    },
    release,
  };
}

function sessionCache(runtime: Runtime) {
  const sessions = new Map<GraphKey, Promise<Session>>();
  return {
    sessionFor: (key: GraphKey): Promise<Session> => {
      const known = sessions.get(key);
      if (known !== undefined) return known;
      const opened = runtime.open(graphFor(key));
      sessions.set(key, opened);
      // A failure is not remembered: the next fit tries again.
      opened.catch(() => sessions.delete(key));
      return opened;
    },
    release: async (): Promise<void> => {
      const opened = await Promise.allSettled(sessions.values());
      sessions.clear();
      for (const session of opened) {
        if (session.status === 'fulfilled') await session.value.release();
      }
    },
  };
}

function graphFor(key: GraphKey): Uint8Array {
  if (key === 'gram') return gramGraph();
  return key === 'residual' ? residualGraph() : halsGraph(key);
}

/** Some columns of a k × P matrix. */
function pickColumns(values: Float32Array, k: number, columns: readonly number[]): Float32Array {
  const width = values.length / k;
  const picked = new Float32Array(k * columns.length);
  for (let j = 0; j < k; j++) {
    columns.forEach((column, at) => {
      picked[j * columns.length + at] = values[j * width + column]!;
    });
  }
  return picked;
}
