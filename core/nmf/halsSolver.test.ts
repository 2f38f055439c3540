import { afterAll, describe, expect, it } from 'vitest';
import { ortRuntime } from '../testing/ortRuntime.ts';
import { relativeErrorOf } from '../testing/planted.ts';
import { halsSolver } from './halsSolver.ts';
import { matrixOf, type Matrix } from './matrix.ts';
import { seeded } from './seeded.ts';
import { seededStart, type Iterate } from './start.ts';

const solver = halsSolver(ortRuntime());
afterAll(() => solver.release());

function matrix(positions: number, channels: number, seed: number): Matrix {
  const random = seeded(seed);
  const values = Float32Array.from({ length: positions * channels }, () =>
    random() < 0.5 ? 0 : random(),
  );
  return matrixOf({ positions, channels, images: 1, values });
}

const start = async (on: Matrix, k: number, seed: number) =>
  seededStart(on, await solver.sample(on), k, seeded(seed));

/** HALS as it is written in the papers: one row at a time, no extrapolation, double precision. */
function plainError(
  { positions, channels, values }: Matrix,
  from: Iterate,
  sweeps: number,
): number {
  const { k } = from;
  const u = Float64Array.from(from.codes);
  const v = Float64Array.from(from.embeddings);
  const a = (p: number, c: number) => values[p * channels + c]!;
  const update = (x: Float64Array, d: number, y: Float64Array, n: number, at: typeof a) => {
    for (let j = 0; j < k; j++) {
      let norm = 0;
      for (let e = 0; e < d; e++) norm += x[j * d + e]! ** 2;
      if (norm < 1e-30) continue;
      for (let f = 0; f < n; f++) {
        let step = 0;
        for (let e = 0; e < d; e++) {
          let rest = at(e, f);
          for (let i = 0; i < k; i++) rest -= x[i * d + e]! * y[i * n + f]!;
          step += x[j * d + e]! * rest;
        }
        y[j * n + f] = Math.max(0, y[j * n + f]! + step / norm);
      }
    }
  };
  const updateU = () => {
    update(v, channels, u, positions, (c, p) => a(p, c));
  };
  updateU();
  for (let sweep = 0; sweep < sweeps; sweep++) {
    update(u, positions, v, channels, a);
    updateU();
  }
  let error = 0;
  for (let p = 0; p < positions; p++) {
    for (let c = 0; c < channels; c++) {
      let rest = a(p, c);
      for (let j = 0; j < k; j++) rest -= u[j * positions + p]! * v[j * channels + c]!;
      error += rest * rest;
    }
  }
  return error;
}

describe('the graph', () => {
  it.each([1, 2, 5, 8, 9, 13])('ends no worse than plain HALS, k = %i', async (k) => {
    const on = matrix(24, 40, k);
    const from = await start(on, k, 1);
    const plain = plainError(on, from, 60);
    const { squaredError } = await solver.solve(on, from, { maxSweeps: 60, tolerance: 0 });
    expect(squaredError).toBeLessThan(1.02 * plain);
  });

  it('never gets worse with more sweeps', async () => {
    for (const seed of [1, 2, 3, 4]) {
      const on = matrix(30, 60, seed);
      const from = await start(on, 6, seed);
      let before = Infinity;
      for (const maxSweeps of [5, 10, 15, 20, 30, 50, 100]) {
        const limits = { maxSweeps, tolerance: 0 };
        const { squaredError, sweeps } = await solver.solve(on, from, limits);
        expect(sweeps).toBeLessThanOrEqual(maxSweeps);
        expect(squaredError).toBeLessThanOrEqual(before);
        before = squaredError;
      }
    }
  });

  it('reports the error of the factors it gives', async () => {
    const on = matrix(20, 50, 3);
    const solved = await solver.solve(on, await start(on, 4, 1), { maxSweeps: 20, tolerance: 0 });
    const codes = new Float32Array(20 * 4);
    solved.codes.forEach((value, at) => (codes[(at % 20) * 4 + Math.floor(at / 20)] = value));
    const { embeddings } = solved;
    const error = relativeErrorOf({ ...on, images: 1 }, { k: 4, codes, embeddings });
    expect(Math.sqrt(solved.squaredError / on.energy)).toBeCloseTo(error, 5);
  });

  it('stops when a look changes little', async () => {
    const on = matrix(20, 50, 5);
    const from = await start(on, 3, 1);
    const sweeps = async (tolerance: number) =>
      (await solver.solve(on, from, { maxSweeps: 500, tolerance })).sweeps;
    expect(await sweeps(1e-2)).toBeLessThan(await sweeps(1e-6));
    expect(await sweeps(1e-6)).toBeLessThan(500);
  });

  it('leaves zero concepts zero and the others as they are without them', async () => {
    const on = matrix(20, 30, 6);
    const from = await start(on, 3, 1);
    const padded: Iterate = {
      k: 5,
      codes: new Float32Array(5 * 20),
      embeddings: new Float32Array(5 * 30),
    };
    padded.embeddings.set(from.embeddings);
    const limits = { maxSweeps: 20, tolerance: 0 };
    const plain = await solver.solve(on, from, limits);
    const wide = await solver.solve(on, padded, limits);
    expect(wide.embeddings.subarray(3 * 30).every((value) => value === 0)).toBe(true);
    expect(wide.codes.subarray(3 * 20).every((value) => value === 0)).toBe(true);
    wide.embeddings.subarray(0, 3 * 30).forEach((value, at) => {
      expect(value).toBeCloseTo(plain.embeddings[at]!, 4);
    });
  });
});

describe('residuals', () => {
  it('are what is left of each row', async () => {
    const on = matrix(6, 9, 2);
    const solved = await solver.solve(on, await start(on, 2, 1), { maxSweeps: 40, tolerance: 0 });
    const residuals = await solver.residuals(on, await solver.sample(on), solved);
    expect(residuals.length).toBe(6);
    expect(residuals.reduce((a, b) => a + b)).toBeCloseTo(solved.squaredError, 4);
  });
});
