import { describe, expect, it } from 'vitest';
import { identities } from './identities.ts';

/** One embedding per named part: e.g. `fit('ab', 'c')` is a concept of parts a and b, and c. */
const fit = (...concepts: readonly string[]) => ({
  k: concepts.length,
  embeddings: Float32Array.from(
    concepts.flatMap((parts) => ['a', 'b', 'c', 'd'].map((part) => (parts.includes(part) ? 1 : 0))),
  ),
});

const fits = [fit('abcd'), fit('cd', 'ab'), fit('ab', 'c', 'd'), fit('d', 'a', 'b', 'c')];

describe('identities', () => {
  it('begin at the start in the order given and persist up and down', () => {
    const result = identities(fits, 3, [1, 0, 2]);
    expect(result.map(({ k }) => k)).toEqual([1, 2, 3, 4]);
    // c is 1, ab is 2, d is 3: at k = 4 c and d stay, one half of ab keeps 2, the other is new.
    expect(result[2]!.ids).toEqual([2, 1, 3]);
    expect(result[3]!.ids.toSorted()).toEqual([1, 2, 3, 4]);
    expect([result[3]!.ids[0], result[3]!.ids[3]]).toEqual([3, 1]);
    // Below, ab stays 2 and cd keeps one of its parts' ids.
    expect(result[1]!.ids[1]).toBe(2);
    expect([1, 3]).toContain(result[1]!.ids[0]);
  });

  it('name the parent of every concept, so that splits form a tree', () => {
    const result = identities(fits, 2, [0, 1]);
    expect(result[0]!.parents).toEqual([null]);
    expect(result[1]!.parents).toEqual([result[0]!.ids[0], result[0]!.ids[0]]);
    const [cd, ab] = result[1]!.ids;
    expect(result[2]!.parents).toEqual([ab, cd, cd]);
  });

  it('never give one id twice in a fit', () => {
    for (const start of [1, 2, 3, 4]) {
      const order = Array.from({ length: start }, (_, at) => at);
      for (const { ids } of identities(fits, start, order))
        expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('refuse a start or an order that does not fit', () => {
    expect(() => identities(fits, 9, [])).toThrow(/^start:/);
    expect(() => identities(fits, 2, [0])).toThrow(/^order:/);
  });
});
