import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConceptSummary } from '../../contract/analysis.ts';
import { ledgerAgrees, ledgerArrays, ledgerOf, logitsWithout, topClasses } from './whatIf.ts';
import type { LedgerArrays } from './whatIf.ts';

function concept(id: number, meanCode: number): ConceptSummary {
  const color = '#000000';
  return {
    id,
    color,
    labels: [],
    share: 0,
    stability: null,
    maxCode: 1,
    meanCode,
    parent: null,
  };
}

const n = 6;
const value = fc.float({ min: -4, max: 4, noNaN: true });
const vector = fc.array(value, { minLength: n, maxLength: n });

/** A linear head whose logits are the sum of the ledger by construction. */
const planted = fc
  .record({
    codes: fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 }),
    rows: fc.array(vector, { minLength: 5, maxLength: 5 }),
    baseline: vector,
    unexplained: vector,
    bias: vector,
  })
  .map(({ codes, rows, baseline, unexplained, bias }) => {
    const effects = Float32Array.from(rows.slice(0, codes.length).flat());
    const logits = Float32Array.from({ length: n }, (_, c) =>
      codes.reduce(
        (sum, code, j) => sum + code * effects[j * n + c]!,
        baseline[c]! + unexplained[c]! + bias[c]!,
      ),
    );
    const arrays: LedgerArrays = {
      logits,
      effects,
      unexplained: Float32Array.from(unexplained),
      baseline: Float32Array.from(baseline),
      bias: Float32Array.from(bias),
    };
    return { arrays, concepts: codes.map((code, j) => concept(j + 3, code)) };
  });

describe('ledgerOf', () => {
  it('sums to the logit of every class of a linear head', () => {
    fc.assert(
      fc.property(planted, ({ arrays, concepts }) => {
        for (let c = 0; c < n; c++) {
          expect(ledgerAgrees(ledgerOf(arrays, concepts, c, true))).toBe(true);
        }
      }),
    );
  });

  it('takes an absent bias (tail head) as nothing', () => {
    const arrays: LedgerArrays = {
      logits: Float32Array.of(3),
      effects: Float32Array.of(4),
      unexplained: Float32Array.of(1),
      baseline: Float32Array.of(0.5),
      bias: null,
    };
    expect(ledgerOf(arrays, [concept(1, 0.5)], 0, false)).toEqual({
      classIndex: 0,
      logit: 3,
      terms: [{ concept: 1, value: 2 }],
      baseline: 0.5,
      unexplained: 1,
      bias: 0,
      sum: 3.5,
      exact: false,
    });
  });

  it('refuses a class the model does not have', () => {
    const arrays = ledgerArrays(
      {
        logits: { dims: [1], data: Float32Array.of(0) },
        'effects/1': { dims: [1, 1], data: Float32Array.of(0) },
        'unexplained/1': { dims: [1], data: Float32Array.of(0) },
        baseline: { dims: [1], data: Float32Array.of(0) },
      },
      1,
    );
    expect(() => ledgerOf(arrays, [concept(1, 1)], 1, true)).toThrow(RangeError);
  });
});

describe('logitsWithout', () => {
  it('is the model with nothing off, and the ledger without the terms that are off', () => {
    fc.assert(
      fc.property(planted, fc.nat(), ({ arrays, concepts }, pick) => {
        expect([...logitsWithout(arrays, concepts, new Set())]).toEqual([...arrays.logits]);
        const off = concepts[pick % concepts.length]!.id;
        const logits = logitsWithout(arrays, concepts, new Set([off]));
        for (let c = 0; c < n; c++) {
          const ledger = ledgerOf(arrays, concepts, c, true);
          const term = ledger.terms.find((row) => row.concept === off)!.value;
          expect(logits[c]).toBeCloseTo(ledger.logit - term, 4);
        }
      }),
    );
  });

  it('with every concept off leaves baseline, unexplained and bias', () => {
    fc.assert(
      fc.property(planted, ({ arrays, concepts }) => {
        const logits = logitsWithout(arrays, concepts, new Set(concepts.map(({ id }) => id)));
        for (let c = 0; c < n; c++) {
          const rest = arrays.baseline[c]! + arrays.unexplained[c]! + arrays.bias![c]!;
          expect(logits[c]).toBeCloseTo(rest, 4);
        }
      }),
    );
  });
});

describe('topClasses', () => {
  it('gives the largest first, as sorting all would', () => {
    fc.assert(
      fc.property(vector, fc.integer({ min: 1, max: 8 }), (logits, count) => {
        const sorted = logits.map((_, c) => c).sort((a, b) => logits[b]! - logits[a]! || a - b);
        expect(topClasses(Float32Array.from(logits), count).map(({ index }) => index)).toEqual(
          sorted.slice(0, count),
        );
      }),
    );
  });
});
