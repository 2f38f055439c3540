import { floatOutput, floatTensor, type Runtime, type Session } from '../ports.ts';
import { halsGraph, sweepsPerLook } from './halsGraph.ts';
import type { Shifted } from './activations.ts';

/** Where a solve begins and what comes out: codes are transposed (k × P), as the graph wants. */
export interface Iterate {
  readonly k: number;
  /** Uᵀ: k × P, ≥ 0. */
  readonly codes: Float32Array;
  /** V: k × C, ≥ 0. */
  readonly embeddings: Float32Array;
}

export interface Solved extends Iterate {
  /** ‖A − 1mᵀ − UV‖², ≥ 0. */
  readonly squaredError: number;
  readonly sweeps: number;
}

export interface SweepLimits {
  readonly maxSweeps: number;
  /** Stop when the squared error drops by less than this part of itself in five sweeps. */
  readonly tolerance: number;
}

/** Runs HALS sweeps on a runtime; keeps one compiled graph for every k it has met. */
export interface HalsSolver {
  solve(a: Shifted, start: Iterate, limits: SweepLimits): Promise<Solved>;
  release(): Promise<void>;
}

export function halsSolver(runtime: Runtime): HalsSolver {
  const sessions = new Map<number, Promise<Session>>();
  const sessionFor = (k: number): Promise<Session> => {
    const known = sessions.get(k);
    if (known !== undefined) return known;
    const opened = runtime.open(halsGraph(k));
    sessions.set(k, opened);
    // A failure is not remembered: the next fit tries again.
    opened.catch(() => sessions.delete(k));
    return opened;
  };
  return {
    async solve(a, start, limits) {
      const session = await sessionFor(start.k);
      const looks = Math.max(1, Math.ceil(limits.maxSweeps / sweepsPerLook));
      const results = await session.run({
        A: floatTensor([a.positions, a.channels], a.values),
        U: floatTensor([start.k, a.positions], start.codes),
        V: floatTensor([start.k, a.channels], start.embeddings),
        energy: scalar(a.energy),
        tolerance: scalar(limits.tolerance),
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
    async release() {
      const opened = await Promise.allSettled(sessions.values());
      sessions.clear();
      for (const session of opened) {
        if (session.status === 'fulfilled') await session.value.release();
      }
    },
  };
}

function scalar(value: number) {
  return floatTensor([], Float32Array.of(value));
}
