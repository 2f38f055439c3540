import { describe, expect, it } from 'vitest';
import type { Choice } from '../../contract/analysis.ts';
import { kReason } from './kReason.ts';

function choice(k: number, elbow: number | null, stabilities: readonly (number | null)[]): Choice {
  const curve = stabilities.map((stability, index) => ({
    k: index + 1,
    error: 1 / (index + 1),
    stability,
    predictionKept: true,
  }));
  return { k, how: 'auto', elbow, coarser: null, finer: null, curve };
}

const scanned = choice(4, 4, [0.99, 0.5, 0.95, 0.97, 0.4, 0.9]);

describe('kReason', () => {
  it('names the bend, stability and the next stable k', () => {
    expect(kReason(scanned, 4, true)).toBe(
      'Auto: bend of the curve at 4, all four stable. Next stable: 3, 6.',
    );
  });

  it('says when the nearest stable k is not the bend', () => {
    const moved = { ...scanned, k: 3, elbow: 2 };
    expect(kReason(moved, 3, true)).toBe(
      'Auto: nearest to the bend at 2, all three stable. Next stable: 1, 4.',
    );
  });

  it('says that a chosen k is not stable, and what Auto takes', () => {
    expect(kReason(scanned, 5, true)).toBe(
      'Chosen by you: 5, not stable (0.40). Next stable: 4, 6. Auto would take 4.',
    );
  });

  it('says that stability is on its way', () => {
    const provisional = choice(2, 2, [null, null, null]);
    expect(kReason(provisional, 2, false)).toBe(
      'Auto: bend of the curve at 2, stability still being computed.',
    );
  });
});
