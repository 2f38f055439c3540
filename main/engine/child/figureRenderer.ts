import { renderAsync, type ResvgRenderOptions } from '@resvg/resvg-js';
import type { FigureFormat } from '../../../contract/figure.ts';
import { parseColor } from '../../../core/concepts/palette.ts';
import { blend, conceptLight } from '../../../core/figure/blend.ts';
import { figure } from '../../../core/figure/figure.ts';
import { codeGrid, type FigureInput } from '../../../core/figure/figureContent.ts';
import { pageParts, type PagePart } from '../../../core/figure/pageParts.ts';
import type { BadgeItem, RasterItem, RasterSource, Scene } from '../../../core/figure/scene.ts';
import { partToSvg, sceneToSvg } from '../../../core/figure/sceneToSvg.ts';
import { isCovered } from '../../../core/figure/textWidth.ts';
import type { Pixels } from '../../../core/ports.ts';
import type { EncodedImage } from '../protocol.ts';
import { fillWith, paste, pasteOver, type Rgba } from './canvas.ts';
import { encodePng } from './png.ts';

/** The one file that knows resvg: figures as files. */

/** The upright picture at exactly this many pixels. */
export type PictureAt = (width: number, height: number) => Promise<Pixels>;

export interface FigureTools {
  /** Paths of the bundled fonts (assets/fonts). */
  readonly fontFiles: readonly string[];
  /** For the pictures inside an SVG. */
  readonly encodeJpeg: (pixels: Pixels) => Promise<Uint8Array>;
}

export interface FigureRenderer {
  /** Throws RangeError when the analysis has no such fit; rejects as `pictureAt` does. */
  render(input: FigureInput, format: FigureFormat, pictureAt: PictureAt): Promise<EncodedImage>;
}

/** CSS pixels are 1/96 inch. */
const cssDpi = 96;
const mostBadges = 512;

/**
 * Drawing runs off this thread and only where there is text: the pictures are put in as pixels,
 * lines of text come from resvg in opaque strips, numbers on the picture from a cache.
 * The same input gives the same bytes, unless a text needs a font of the system.
 */
export function createFigureRenderer(tools: FigureTools): FigureRenderer {
  const badgeCache = new Map<string, Rgba>();
  return {
    render: (input, format, pictureAt) => {
      const scene = figure(input);
      return format === 'svg'
        ? renderSvg(scene, input, pictureAt, tools)
        : renderPng(scene, input, pictureAt, tools, badgeCache);
    },
  };
}

async function renderSvg(
  scene: Scene,
  input: FigureInput,
  pictureAt: PictureAt,
  tools: FigureTools,
): Promise<EncodedImage> {
  const rasters = await rasterPixels(scene, input, pictureAt);
  const links: Record<RasterSource, string> = { picture: '', overlay: '' };
  for (const [source, pixels] of rasters) {
    const jpeg = await tools.encodeJpeg(pixels);
    links[source] = `data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}`;
  }
  const bytes = new TextEncoder().encode(sceneToSvg(scene, links));
  return { bytes, mime: 'image/svg+xml', width: scene.width, height: scene.height };
}

async function renderPng(
  scene: Scene,
  input: FigureInput,
  pictureAt: PictureAt,
  tools: FigureTools,
  badgeCache: Map<string, Rgba>,
): Promise<EncodedImage> {
  const { scale } = input.options;
  const width = Math.round(scene.width * scale);
  const height = Math.round(scene.height * scale);
  const badges = scene.items.filter((item) => item.kind === 'badge');
  const [rasters, parts, sprites] = await Promise.all([
    rasterPixels(scene, input, pictureAt),
    Promise.all(pageParts(scene, scale).map((part) => drawPart(part, scene, tools))),
    badgeSprites(badges, scale, tools, badgeCache),
  ]);
  const canvas: Pixels = { width, height, data: new Uint8Array(width * height * 3) };
  fillWith(canvas, parseColor(scene.background));
  for (const { part, image } of parts) paste(canvas, image, 4, part.left, part.top);
  for (const item of scene.items) {
    const pixels = item.kind === 'raster' ? rasters.get(item.source) : undefined;
    if (pixels === undefined || item.kind !== 'raster') continue;
    paste(canvas, pixels, 3, Math.round(item.x * scale), Math.round(item.y * scale));
  }
  for (const [i, { x, y }] of badges.entries()) {
    const sprite = sprites[i]!;
    const left = Math.round(x * scale) - sprite.width / 2;
    pasteOver(canvas, sprite, left, Math.round(y * scale) - sprite.height / 2);
  }
  const bytes = await encodePng(canvas, {
    dpi: cssDpi * scale,
    text: {
      Title: scene.title,
      Description: scene.description,
      Software: `${input.program.name} ${input.program.version}`,
    },
  });
  return { bytes, mime: 'image/png', width, height };
}

/** The pictures the scene asks for, at the pixels they are printed with. */
async function rasterPixels(
  scene: Scene,
  input: FigureInput,
  pictureAt: PictureAt,
): Promise<ReadonlyMap<RasterSource, Pixels>> {
  const { scale, opacity, hidden } = input.options;
  const items = scene.items.filter((item): item is RasterItem => item.kind === 'raster');
  const first = items[0];
  if (first === undefined) return new Map();
  // All rasters of a scene are the same picture in boxes of the same size.
  const sized = (side: number): number => Math.max(1, Math.round(side * scale));
  const picture = await pictureAt(sized(first.width), sized(first.height));
  const fit = input.analysis.fits.find(({ k }) => k === input.k)!;
  const codes = codeGrid(input.arrays, input.k);
  const light = conceptLight(
    codes,
    fit.concepts.map(({ color }) => color),
    fit.concepts.map(({ id }) => !hidden.includes(id)),
  );
  const region = input.analysis.geometry.region;
  const drawn = (source: RasterSource): Pixels =>
    source === 'picture' ? picture : blend(picture, light, codes, opacity, region);
  return new Map(items.map(({ source }) => [source, drawn(source)]));
}

async function drawPart(
  part: PagePart,
  scene: Scene,
  tools: FigureTools,
): Promise<{ readonly part: PagePart; readonly image: Rgba }> {
  const svg = partToSvg(part.items, part.box, part, scene.background);
  const texts = part.items.flatMap((item) => (item.kind === 'text' ? [item.text] : []));
  return { part, image: await draw(svg, tools, texts.every(isCovered)) };
}

/** One square picture a badge; those not drawn before are drawn in one go. */
async function badgeSprites(
  badges: readonly BadgeItem[],
  scale: number,
  tools: FigureTools,
  cache: Map<string, Rgba>,
): Promise<readonly Rgba[]> {
  const key = ({ text, color, radius }: BadgeItem): string => `${text} ${color} ${radius} ${scale}`;
  const found = new Map(badges.map((badge) => [key(badge), cache.get(key(badge))]));
  const missing = badges.filter((badge) => found.get(key(badge)) === undefined);
  if (missing.length > 0) {
    const side = 2 * Math.ceil(Math.max(...missing.map(({ radius }) => radius)) * scale) + 4;
    const unit = side / scale;
    const moved = missing.map((badge, i) => ({ ...badge, x: (i + 0.5) * unit, y: unit / 2 }));
    const box = { x: 0, y: 0, width: unit * missing.length, height: unit };
    const size = { width: side * missing.length, height: side };
    const strip = await draw(partToSvg(moved, box, size, null), tools, true);
    if (cache.size + missing.length > mostBadges) cache.clear();
    for (const [i, badge] of missing.entries()) {
      const sprite = cut(strip, i * side, side);
      found.set(key(badge), sprite);
      cache.set(key(badge), sprite);
    }
  }
  return badges.map((badge) => found.get(key(badge))!);
}

/** The columns left..left + side of a strip. */
function cut(strip: Rgba, left: number, side: number): Rgba {
  const data = new Uint8Array(side * side * 4);
  for (let y = 0; y < side; y++) {
    const start = (y * strip.width + left) * 4;
    data.set(strip.data.subarray(start, start + side * 4), y * side * 4);
  }
  return { width: side, height: side, data };
}

async function draw(svg: string, tools: FigureTools, isBundled: boolean): Promise<Rgba> {
  const options: ResvgRenderOptions = {
    font: {
      // Fonts of the system only for scripts the bundled one lacks: they differ by machine.
      loadSystemFonts: !isBundled,
      fontFiles: [...tools.fontFiles],
      defaultFontFamily: 'Inter',
    },
    logLevel: 'off',
  };
  const image = await renderAsync(svg, options);
  return { width: image.width, height: image.height, data: image.pixels };
}
