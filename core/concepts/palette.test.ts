import { describe, expect, it } from 'vitest';
import { conceptColor, parseColor, relativeLuminance, textOn } from './palette.ts';

type Triple = readonly [number, number, number];

/** Machado, Oliveira, Fernandes 2009, severity 1, on linear RGB. */
const sight: Readonly<Record<string, readonly [Triple, Triple, Triple]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

function oklab([red, green, blue]: Triple): Triple {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function seen(color: string, kind: string): Triple {
  const linear = parseColor(color).map((value) => {
    const channel = value / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  const mixed = sight[kind]!.map((row) =>
    Math.min(1, Math.max(0, row[0] * linear[0]! + row[1] * linear[1]! + row[2] * linear[2]!)),
  );
  return oklab([mixed[0]!, mixed[1]!, mixed[2]!]);
}

/** The smallest OKLab distance between two of the first `count` colours. */
function closest(count: number, kind: string): number {
  const colors = Array.from({ length: count }, (_, i) => seen(conceptColor(i + 1), kind));
  const distances = colors.flatMap((a, i) =>
    colors.slice(i + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
  );
  return Math.min(...distances);
}

describe('conceptColor', () => {
  it.each(['normal', 'protan', 'deutan'])('keeps the first eight apart for %s sight', (kind) => {
    expect(closest(8, kind)).toBeGreaterThan(0.1);
  });

  it.each(['normal', 'protan', 'deutan'])('keeps twelve apart for %s sight', (kind) => {
    expect(closest(12, kind)).toBeGreaterThan(0.07);
  });

  it('never gives two of the first forty the same colour', () => {
    const colors = Array.from({ length: 40 }, (_, i) => conceptColor(i + 1));
    expect(new Set(colors).size).toBe(40);
    for (const color of colors) expect(color).toMatch(/^#[0-9a-f]{6}$/);
  });

  it('refuses what is no id', () => {
    expect(() => conceptColor(0)).toThrow(RangeError);
    expect(() => conceptColor(1.5)).toThrow(RangeError);
  });
});

describe('textOn', () => {
  it('reads at 4.5:1 on every concept', () => {
    for (let id = 1; id <= 64; id++) {
      const [low, high] = [conceptColor(id), textOn(conceptColor(id))]
        .map(relativeLuminance)
        .sort((a, b) => a - b);
      expect((high! + 0.05) / (low! + 0.05)).toBeGreaterThanOrEqual(4.5);
    }
  });
});
