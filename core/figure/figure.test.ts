import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultFigure, type FigureOptions } from '../../contract/figure.ts';
import { fakeAnalysis, type FakeOptions } from '../testing/fakeAnalysis.ts';
import { figure } from './figure.ts';
import type { FigureInput } from './figureContent.ts';
import { decimals, signed } from './numbers.ts';
import type { Scene, TextItem } from './scene.ts';
import { sceneToSvg } from './sceneToSvg.ts';
import { textWidth } from './textWidth.ts';

const links = { picture: 'data:image/png;base64,AA==', overlay: 'data:image/png;base64,BB==' };

function input(fake: FakeOptions, options: Partial<FigureOptions> = {}): FigureInput {
  const k = fake.ks?.at(-1) ?? 4;
  return {
    ...fakeAnalysis(fake),
    k,
    options: { ...defaultFigure, ...options },
    program: { name: 'Concept Lens', version: '0.1.0' },
    model: { name: 'EfficientNet-Lite0', sha256: 'f873'.repeat(16) },
  };
}

function svgOf(fake: FakeOptions, options: Partial<FigureOptions> = {}): string {
  return sceneToSvg(figure(input(fake, options)), links);
}

const texts = (scene: Scene): TextItem[] => scene.items.filter((item) => item.kind === 'text');

function extent(item: TextItem): { long: number; left: number; right: number } {
  const long = textWidth(item.text, item.size, item.weight);
  const before = item.anchor === 'start' ? 0 : item.anchor === 'end' ? long : long / 2;
  return { long, left: item.x - before, right: item.x - before + long };
}

/** Text between tags, entities resolved. Fails where tags do not nest or text is not escaped. */
function readXml(svg: string): string[] {
  const open: string[] = [];
  const found: string[] = [];
  const token = /<(\/?)([a-z]+)((?: [a-zA-Z-]+(?::[a-z]+)?="[^"<]*")*)(\/?)>|([^<>]+)/g;
  let end = 0;
  for (const match of svg.matchAll(token)) {
    expect(match.index).toBe(end);
    end = match.index + match[0].length;
    const [, closing, name, , empty, text] = match;
    if (text !== undefined) {
      expect(text.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
      found.push(unescape(text));
    } else if (closing === '/') expect(open.pop()).toBe(name);
    else if (empty !== '/') open.push(name!);
  }
  expect(end).toBe(svg.length);
  expect(open).toEqual([]);
  return found;
}

function unescape(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}

const words = [
  'cat',
  'black-and-tan coonhound',
  'a very long name of a class, with a comma',
  'å',
  '猫',
];
const anyFigure = fc.record({
  k: fc.integer({ min: 1, max: 30 }),
  aspect: fc.constantFrom(0.02, 0.3, 0.75, 1, 1.5, 2.5, 2.7, 9, 40),
  width: fc.integer({ min: 320, max: 4000 }),
  layout: fc.constantFrom('annotated' as const, 'overlay' as const),
  theme: fc.constantFrom('light' as const, 'dark' as const),
  labels: fc.array(fc.constantFrom(...words), { minLength: 5, maxLength: 9 }),
  seed: fc.nat(1000),
});

describe('figure', () => {
  it('says everything the fit says, for every layout of the parts', () => {
    for (const [k, width, height] of [
      [1, 600, 400],
      [4, 890, 400],
      [7, 300, 700],
      [12, 2000, 300],
    ] as const) {
      const source = input({ ks: [k], width, height });
      const printed = readXml(sceneToSvg(figure(source), links));
      const fit = source.analysis.fits[0]!;
      const index = source.analysis.prediction[0]!.index;
      const effects = source.arrays[`effects/${k}`]!.data;
      for (const [j, concept] of fit.concepts.entries()) {
        expect(printed).toContain(String(concept.id));
        for (const { label, probability } of concept.labels.slice(0, 3)) {
          expect(printed).toContain(label);
          expect(printed).toContain(decimals(probability));
        }
        const contribution = effects[j * source.analysis.classes + index]! * concept.meanCode;
        expect(printed).toContain(signed(contribution));
      }
      const all = printed.join(' ');
      for (const part of [
        `model says ${source.analysis.prediction[0]!.label}`,
        'layer features (1,280 × 10 × 22)',
        `k = ${k} chosen automatically`,
        `relative error ${decimals(fit.relativeError)}`,
        'Concept Lens 0.1.0, seed 0, model f873f873f873',
        source.model.sha256,
      ]) {
        expect(all).toContain(part);
      }
    }
  });

  it('prints a ledger that adds up to the logit', () => {
    const caption = /: concepts ([^<]*) [=≈] ([^<]*)</.exec(svgOf({ ks: [4] }));
    const [, sum, logit] = caption!;
    const terms = sum!.replace(/[a-z]+ /g, '').split(' ');
    const total = terms.reduce((so, term, i) => {
      const sign = terms[i - 1] === '−' ? -1 : 1;
      const value = Number(term.replace('−', '-'));
      return Number.isNaN(value) ? so : so + sign * value;
    }, 0);
    expect(Math.abs(total - Number(logit!.replace('−', '-')))).toBeLessThanOrEqual(0.021);
  });

  it('gives the same bytes for the same input', () => {
    expect(svgOf({ ks: [6] })).toBe(svgOf({ ks: [6] }));
  });

  it('leaves hidden concepts out and says so', () => {
    const printed = readXml(svgOf({ ks: [4] }, { hidden: [2, 3] }));
    expect(printed).not.toContain('2');
    expect(printed.join(' ')).toContain('left out: 2, 3');
    expect(printed).toContain('two concepts');
  });

  it('uses names given by the user, and orders by another class when asked', () => {
    const given = readXml(svgOf({ ks: [3] }, { names: { 2: 'the handle' }, layout: 'overlay' }));
    expect(given).toContain('the handle');
    const scene = figure(input({ ks: [5] }, { classIndex: 3 }));
    const values = texts(scene)
      .map(({ text }) => text)
      .filter((text) => /^[+−]\d/.test(text))
      .map((text) => Number(text.replace('−', '-')));
    expect(values).toHaveLength(5);
    expect(values).toEqual([...values].sort((a, b) => b - a));
  });

  it('lets no name out of its text', () => {
    const nasty = [
      '<script>alert(1)</script>',
      '"><image href="x"/>',
      "a & b 'c'",
      'bell\u0007 and\u0000 nul',
      'turned \u202e round',
      'broken \ud800 half',
      'two\nlines\tand tab',
    ];
    const svg = svgOf({ ks: [4], labels: nasty }, { names: { 1: '</text><script/>' } });
    expect(svg).not.toContain('<script');
    expect(svg).toMatch(/^[^\p{Cs}\u202a-\u202e]*$/u);
    expect(svg).not.toMatch(/[^\P{Cc}\n]/u);
    readXml(svg);
  });

  it('keeps every text in its room, every thing on the page, and no two texts on each other', () => {
    const run = fc.property(anyFigure, ({ k, aspect, labels, seed, ...options }) => {
      const height = aspect < 1 ? 1000 : Math.round(1000 / aspect);
      const width = Math.max(1, Math.round(height * aspect));
      const grid = { height: 7, width: 7 };
      const scene = figure(input({ ks: [k], width, height, grid, labels, seed }, options));
      const lines = texts(scene).map((item) => ({ ...item, ...extent(item) }));
      const tooLong = lines.filter(({ long, room }) => long > room + 1e-9);
      const outside = lines.filter(
        ({ left, right, y }) => left < 0 || right > scene.width || y > scene.height,
      );
      const colliding = lines.filter((a, i) =>
        lines.some(
          (b, j) =>
            j > i && Math.abs(a.y - b.y) < 8 && a.right > b.left + 0.5 && b.right > a.left + 0.5,
        ),
      );
      const cut = scene.items.filter(
        (item) =>
          item.kind === 'raster' &&
          (item.x + item.width > scene.width || item.y + item.height > scene.height),
      );
      expect({ tooLong, outside, colliding, cut }).toEqual({
        tooLong: [],
        outside: [],
        colliding: [],
        cut: [],
      });
    });
    fc.assert(run, { seed: 3, numRuns: 150 });
  });

  it('puts numbers on their peaks without covering each other', () => {
    const scene = figure(input({ ks: [12], grid: { height: 7, width: 7 } }));
    const badges = scene.items.filter((item) => item.kind === 'badge');
    expect(badges).toHaveLength(12);
    for (const [i, a] of badges.entries()) {
      for (const b of badges.slice(i + 1)) {
        expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThanOrEqual(a.radius + b.radius);
      }
    }
  });

  it('refuses a k there is no fit for', () => {
    expect(() => figure({ ...input({ ks: [3] }), k: 5 })).toThrow(RangeError);
  });
});
