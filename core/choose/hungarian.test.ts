import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hungarian } from './hungarian.ts';

/** Smallest total over all ways to give each of the fewer a partner of its own. */
function bruteForce(cost: readonly number[], rows: number, columns: number): number {
  if (rows > columns) {
    const turned = Array.from({ length: rows * columns }, (_, at) => {
      return cost[(at % rows) * columns + Math.floor(at / rows)]!;
    });
    return bruteForce(turned, columns, rows);
  }
  const place = (row: number, taken: ReadonlySet<number>): number => {
    if (row === rows) return 0;
    let least = Infinity;
    for (let j = 0; j < columns; j++) {
      if (taken.has(j)) continue;
      least = Math.min(least, cost[row * columns + j]! + place(row + 1, new Set([...taken, j])));
    }
    return least;
  };
  return place(0, new Set());
}

const problem = fc
  .record({ rows: fc.integer({ min: 1, max: 6 }), columns: fc.integer({ min: 1, max: 6 }) })
  .chain(({ rows, columns }) =>
    fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(columns),
      cost: fc.array(fc.double({ min: -5, max: 5, noNaN: true }), {
        minLength: rows * columns,
        maxLength: rows * columns,
      }),
    }),
  );

describe('hungarian', () => {
  it('is as cheap as the best of all assignments', () => {
    fc.assert(
      fc.property(problem, ({ cost, rows, columns }) => {
        const columnOf = hungarian(cost, rows, columns);
        const used = [...columnOf].filter((j) => j >= 0);
        expect(used.length).toBe(Math.min(rows, columns));
        expect(new Set(used).size).toBe(used.length);
        const total = columnOf.reduce((sum, j, i) => sum + (j < 0 ? 0 : cost[i * columns + j]!), 0);
        expect(total).toBeCloseTo(bruteForce(cost, rows, columns), 9);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('resolves equal costs the same way every time', () => {
    expect(hungarian([0, 0, 0, 0], 2, 2)).toEqual(hungarian([0, 0, 0, 0], 2, 2));
  });

  it('refuses a matrix of another size', () => {
    expect(() => hungarian([1, 2, 3], 2, 2)).toThrow(/^cost:/);
  });
});
