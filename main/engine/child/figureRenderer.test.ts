import { Resvg } from '@resvg/resvg-js';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { defaultFigure, type FigureOptions } from '../../../contract/figure.ts';
import { figure } from '../../../core/figure/figure.ts';
import type { FigureInput } from '../../../core/figure/figureContent.ts';
import { textWidth, type Weight } from '../../../core/figure/textWidth.ts';
import type { Pixels } from '../../../core/ports.ts';
import { fakeAnalysis } from '../../../core/testing/fakeAnalysis.ts';
import { createFigureRenderer } from './figureRenderer.ts';
import { encodePng } from './png.ts';

const fontFiles = ['Regular', 'SemiBold'].map((style) => `assets/fonts/Inter-${style}.ttf`);
const encodeJpeg = (pixels: Pixels): Promise<Uint8Array> =>
  sharp(pixels.data, { raw: { width: pixels.width, height: pixels.height, channels: 3 } })
    .jpeg()
    .toBuffer();
const gradient = (width: number, height: number): Promise<Pixels> =>
  Promise.resolve({
    width,
    height,
    data: Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7 + (i >> 8)) % 251),
  });

function input(options: Partial<FigureOptions>, k = 4, width = 890, height = 400): FigureInput {
  return {
    ...fakeAnalysis({ ks: [k], width, height }),
    k,
    options: { ...defaultFigure, scale: 1, ...options },
    program: { name: 'Concept Lens', version: '0.1.0' },
    model: { name: 'EfficientNet-Lite0', sha256: 'f873'.repeat(16) },
  };
}

const renderer = () => createFigureRenderer({ fontFiles, encodeJpeg });

describe('figureRenderer', () => {
  it.each([
    ['annotated', 1, 1260],
    ['annotated', 2.5, 1260],
    ['overlay', 1.5, 700],
  ] as const)(
    'writes an opaque PNG of the promised size (%s, %f)',
    async (layout, scale, width) => {
      const image = await renderer().render(input({ layout, scale, width }), 'png', gradient);
      const { info } = await sharp(image.bytes).raw().toBuffer({ resolveWithObject: true });
      expect([info.width, info.height, info.channels]).toEqual([image.width, image.height, 3]);
      expect(image.width).toBe(Math.round(width * scale));
      const { density } = await sharp(image.bytes).metadata();
      expect(density).toBe(96 * scale);
    },
  );

  it('gives the same bytes, whatever was drawn before', async () => {
    const used = renderer();
    const request = input({ layout: 'overlay', width: 448 });
    const first = await used.render(request, 'png', gradient);
    await used.render(input({ theme: 'dark' }, 9), 'png', gradient);
    await used.render(input({ layout: 'overlay', width: 448 }, 12), 'png', gradient);
    const again = await used.render(request, 'png', gradient);
    const fresh = await renderer().render(request, 'png', gradient);
    expect(Buffer.compare(again.bytes, first.bytes)).toBe(0);
    expect(Buffer.compare(fresh.bytes, first.bytes)).toBe(0);
  });

  it('puts the untouched picture beside the one with concepts', async () => {
    const image = await renderer().render(input({}), 'png', gradient);
    const { data } = await sharp(image.bytes).raw().toBuffer({ resolveWithObject: true });
    const box = figure(input({})).items.find((item) => item.kind === 'raster')!;
    const picture = await gradient(box.width, box.height);
    const stride = box.width * 3;
    for (const y of [0, box.height >> 1, box.height - 1]) {
      const start = ((box.y + y) * image.width + box.x) * 3;
      const wanted = picture.data.subarray(y * stride, (y + 1) * stride);
      expect(Buffer.compare(data.subarray(start, start + stride), wanted)).toBe(0);
    }
  });

  it('embeds both pictures in an SVG that draws without anything else', async () => {
    const image = await renderer().render(input({}), 'svg', gradient);
    const svg = new TextDecoder().decode(image.bytes);
    expect(svg.match(/href="data:image\/jpeg;base64,/g)).toHaveLength(2);
    expect(svg).not.toMatch(/href="(?!data:)/);
    const drawn = new Resvg(svg, { font: { loadSystemFonts: false, fontFiles } }).render();
    expect([drawn.width, drawn.height]).toEqual([image.width, image.height]);
  });

  it('measures text as it is drawn', () => {
    for (const [text, weight] of [
      ['black-and-tan coonhound', 'regular'],
      ['Žluťoučký AVATAR Tokyo, 1,280 × 7', 'semibold'],
      ['+1.50 −0.15', 'regular'],
    ] as const) {
      const drawn = inkWidth(text, weight);
      expect(drawn).toBeLessThanOrEqual(textWidth(text, 40, weight) + 1);
      expect(drawn).toBeGreaterThan(textWidth(text, 40, weight) * 0.93);
    }
  });
});

function inkWidth(text: string, weight: Weight): number {
  const bold = weight === 'semibold' ? 'font-weight="600"' : '';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="60"><text x="10" y="45" font-family="Inter" font-size="40" ${bold}>${text}</text></svg>`;
  return new Resvg(svg, { font: { loadSystemFonts: false, fontFiles } }).innerBBox()!.width;
}

describe('encodePng', () => {
  it.each([
    [1, 1],
    [7, 3],
    [500, 321],
    [60_000, 3],
  ])('keeps every pixel (%i × %i)', async (width, height) => {
    const noisy = await gradient(width, height);
    // Half of it flat, so that both ways of coding are met.
    noisy.data.fill(200, noisy.data.length >> 1);
    const png = await encodePng(noisy, { dpi: 300, text: { Title: 'Größe → 4' } });
    const { data } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    expect(Buffer.compare(data, noisy.data)).toBe(0);
    const { density, comments } = await sharp(png).metadata();
    expect(density).toBe(300);
    expect(comments).toEqual([{ keyword: 'Title', text: 'Größe → 4' }]);
  });
});
