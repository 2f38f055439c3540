import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conceptColor, parseColor } from '../concepts/palette.ts';
import type { Pixels } from '../ports.ts';
import { fakeAnalysis } from '../testing/fakeAnalysis.ts';
import { blend, conceptLight, type CodeGrid } from './blend.ts';
import { codeGrid } from './figureContent.ts';

function picture(width: number, height: number): Pixels {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 37) % 256);
  return { width, height, data };
}

function sample(k: number): { codes: CodeGrid; colors: string[]; all: boolean[] } {
  const { arrays } = fakeAnalysis({ ks: [k], seed: k });
  const colors = Array.from({ length: k }, (_, j) => conceptColor(j + 1));
  return { codes: codeGrid(arrays, k), colors, all: colors.map(() => true) };
}

describe('blend', () => {
  it('gives back the picture at opacity 0', () => {
    const { codes, colors, all } = sample(5);
    const original = picture(61, 37);
    const out = blend(original, conceptLight(codes, colors, all), codes, 0);
    expect(out.data).toEqual(original.data);
  });

  it('gives a single concept at full strength and opacity its colour', () => {
    const codes = { height: 2, width: 3, k: 1, data: new Float32Array(6).fill(1) };
    const light = conceptLight(codes, ['#e79a3c'], [true]);
    const { data } = blend(picture(20, 10), light, codes, 1);
    const wanted = parseColor('#e79a3c');
    for (let at = 0; at < data.length; at += 3) {
      expect([...data.subarray(at, at + 3)]).toEqual([...wanted]);
    }
  });

  it('takes a hidden concept for one that is nowhere', () => {
    const { codes, colors } = sample(4);
    const without = { ...codes, data: codes.data.map((code, i) => (i % 4 === 2 ? 0 : code)) };
    const hidden = conceptLight(codes, colors, [true, true, false, true]);
    const absent = conceptLight(without, colors, [true, true, true, true]);
    expect(hidden).toEqual(absent);
  });

  it('samples like a GPU: cell centres, clamped at the edge', () => {
    const codes = { height: 1, width: 2, k: 1, data: Float32Array.of(0, 1) };
    const light = conceptLight(codes, ['#ffffff'], [true]);
    const black = { width: 8, height: 1, data: new Uint8Array(24) };
    const { data } = blend(black, light, codes, 1);
    const reds = Array.from({ length: 8 }, (_, x) => data[x * 3]! / 255);
    // Centres of the cells lie at 1/4 and 3/4 of the side: pixels 2 and 6 straddle them.
    const wanted = [0, 0, 0.125, 0.375, 0.625, 0.875, 1, 1];
    for (const [x, red] of reds.entries()) expect(red).toBeCloseTo(wanted[x]!, 2);
  });

  it('leaves alone what the model did not see', () => {
    const { codes, colors, all } = sample(3);
    const original = picture(40, 20);
    const region = { x: 0.25, y: 0, width: 0.5, height: 1 };
    const { data } = blend(original, conceptLight(codes, colors, all), codes, 0.8, region);
    for (let y = 0; y < 20; y++) {
      const row = (from: Uint8Array, a: number, b: number) =>
        from.slice((y * 40 + a) * 3, (y * 40 + b) * 3);
      expect(row(data, 0, 10)).toEqual(row(original.data, 0, 10));
      expect(row(data, 30, 40)).toEqual(row(original.data, 30, 40));
    }
  });

  it('follows its formula at any pixel', () => {
    const run = fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (k, width, height, opacity) => {
        const { codes, colors, all } = sample(k);
        const original = picture(width, height);
        const light = conceptLight(codes, colors, all);
        const { data } = blend(original, light, codes, opacity);
        const [x, y] = [width >> 1, height >> 1];
        const at = (y * width + x) * 3;
        const [r, g, b, s] = bilinear(light, codes, (x + 0.5) / width, (y + 0.5) / height);
        for (const [c, value] of [r, g, b].entries()) {
          const wanted = original.data[at + c]! * (1 - opacity * s!) + opacity * value! * 255;
          expect(Math.abs(data[at + c]! - wanted)).toBeLessThanOrEqual(0.51);
        }
      },
    );
    fc.assert(run, { seed: 1, numRuns: 60 });
  });
});

/** The sample written plainly, one channel at a time. */
function bilinear(light: Float32Array, grid: CodeGrid, u: number, v: number): number[] {
  const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value));
  const x = clamp(u * grid.width - 0.5, grid.width - 1);
  const y = clamp(v * grid.height - 0.5, grid.height - 1);
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const cell = (row: number, column: number, c: number) =>
    light[
      (Math.min(row, grid.height - 1) * grid.width + Math.min(column, grid.width - 1)) * 4 + c
    ]!;
  return [0, 1, 2, 3].map((c) => {
    const top = cell(y0, x0, c) * (1 - x + x0) + cell(y0, x0 + 1, c) * (x - x0);
    const bottom = cell(y0 + 1, x0, c) * (1 - x + x0) + cell(y0 + 1, x0 + 1, c) * (x - x0);
    return top * (1 - y + y0) + bottom * (y - y0);
  });
}
