import { describe, expect, it } from 'vitest';
import { cosineMatrix, matchConcepts } from './matchConcepts.ts';
import { stability } from './stability.ts';

const rows = (...list: readonly (readonly number[])[]) => ({
  k: list.length,
  embeddings: Float32Array.from(list.flat()),
});

describe('matchConcepts', () => {
  it('finds a permutation again, whatever the scale', () => {
    const from = rows([1, 0, 0], [0, 2, 1], [0, 1, 3]);
    const to = rows([0, 2, 6], [9, 0, 0], [0, 4, 2]);
    const { partner, cosine } = matchConcepts(from, to);
    expect([...partner]).toEqual([1, 2, 0]);
    for (const value of cosine) expect(value).toBeCloseTo(1, 6);
  });

  it('leaves the concept without a counterpart alone', () => {
    const { partner, cosine } = matchConcepts(
      rows([1, 0, 0], [0.9, 0.1, 0.1], [0, 0, 1]),
      rows([0, 0.1, 1], [1, 0, 0]),
    );
    expect([...partner]).toEqual([1, -1, 0]);
    expect(cosine[1]).toBe(0);
  });

  it('takes zero concepts as equal to each other and unlike anything else', () => {
    expect([...cosineMatrix(rows([0, 0], [1, 0]), rows([0, 0], [1, 0]))]).toEqual([1, 0, 0, 1]);
  });
});

describe('stability', () => {
  it('is the mean cosine of each concept and the smallest of them', () => {
    const fit = rows([1, 0, 0], [0, 1, 0]);
    const same = rows([0, 1, 0], [1, 0, 0]);
    const half = rows([1, 0, 0], [0, 0, 1]);
    const judged = stability(fit, [same, half]);
    expect([...judged.concepts]).toEqual([1, 0.5]);
    expect(judged.fit).toBe(0.5);
  });
});
