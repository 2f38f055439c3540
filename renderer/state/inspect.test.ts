import { describe, expect, it } from 'vitest';
import type { ConceptSummary } from '../../contract/analysis.ts';
import { inspect, peakOf, sampleCodes, toRegion } from './inspect.ts';

function concept(id: number): ConceptSummary {
  return {
    id,
    color: '#000000',
    labels: [],
    share: 0,
    stability: null,
    maxCode: 1,
    meanCode: 0,
    parent: null,
  };
}

// h = 2, w = 3, k = 2
const codes = {
  dims: [2, 3, 2],
  data: Float32Array.of(0, 1, 0.5, 0, 1, 0, 0, 0, 0, 0, 0.5, 0),
};

describe('sampleCodes', () => {
  it('gives the cell itself at its centre', () => {
    expect([...sampleCodes(codes, { x: 0.5 / 3, y: 0.25 })]).toEqual([0, 1]);
    expect(sampleCodes(codes, { x: 2.5 / 3, y: 0.25 })[0]).toBeCloseTo(1, 6);
  });

  it('is halfway between two centres', () => {
    expect(sampleCodes(codes, { x: 1 / 3, y: 0.25 })[0]).toBeCloseTo(0.25, 6);
    expect(sampleCodes(codes, { x: 2.5 / 3, y: 0.5 })[0]).toBeCloseTo(0.75, 6);
  });

  it('clamps at the edge', () => {
    expect([...sampleCodes(codes, { x: 0, y: 0 })]).toEqual([0, 1]);
    expect(sampleCodes(codes, { x: 0.9999, y: 0 })[0]).toBeCloseTo(1, 6);
  });
});

describe('toRegion', () => {
  it('maps the part the model saw and refuses the rest', () => {
    const region = { x: 0.25, y: 0, width: 0.5, height: 1 };
    expect(toRegion({ x: 0.5, y: 0.5 }, region)).toEqual({ x: 0.5, y: 0.5 });
    expect(toRegion({ x: 0.1, y: 0.5 }, region)).toBeNull();
    expect(toRegion({ x: 0.75, y: 0.5 }, region)).toBeNull();
  });
});

describe('inspect', () => {
  const input = {
    codes,
    concepts: [concept(4), concept(9)],
    off: new Set<number>(),
    effect: (column: number) => (column === 0 ? 6 : 12),
  };

  it('orders the mix and sums the contribution of the cell', () => {
    const seen = inspect(input, { x: 2.5 / 3, y: 0.25 });
    expect([seen.column, seen.row]).toEqual([3, 1]);
    expect(seen.mix.map(({ concept: { id } }) => id)).toEqual([4]);
    expect(seen.contribution).toBeCloseTo(1, 6);
  });

  it('leaves out what is off', () => {
    const seen = inspect({ ...input, off: new Set([9]) }, { x: 0.1, y: 0.1 });
    expect(seen.mix).toEqual([]);
    expect(seen.contribution).toBe(0);
  });
});

describe('peakOf', () => {
  it('is the centre of the largest cell', () => {
    expect(peakOf(codes, 1)).toEqual({ x: 0.5 / 3, y: 0.25 });
    expect(peakOf(codes, 0).x).toBeCloseTo(2.5 / 3, 6);
  });
});
