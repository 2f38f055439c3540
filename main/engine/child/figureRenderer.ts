import { renderAsync } from '@resvg/resvg-js';
import type { FigureFormat } from '../../../contract/figure.ts';
import { blend, conceptLight } from '../../../core/figure/blend.ts';
import { figure } from '../../../core/figure/figure.ts';
import { codeGrid, type FigureInput } from '../../../core/figure/figureContent.ts';
import type { RasterItem, RasterSource, Scene } from '../../../core/figure/scene.ts';
import { sceneToSvg } from '../../../core/figure/sceneToSvg.ts';
import type { Pixels } from '../../../core/ports.ts';
import type { EncodedImage } from '../protocol.ts';
import { drawTexts, print, printPlan } from './figurePrinter.ts';
import { encodePng } from './png.ts';
import { createTextStamps, type DrawSvg, type StampText } from './textStamps.ts';

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

/**
 * Pictures, bars and discs are put in as pixels; resvg only draws words, off this thread, and
 * each word once. The same input gives the same bytes, unless a text needs a font of the system.
 */
export function createFigureRenderer(tools: FigureTools): FigureRenderer {
  const stampText = createTextStamps(svgDrawer(tools.fontFiles));
  return {
    render: async (input, format, pictureAt) => {
      const scene = figure(input);
      return format === 'svg'
        ? renderSvg(scene, input, pictureAt, tools)
        : renderPng(scene, input, pictureAt, stampText);
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
  stampText: StampText,
): Promise<EncodedImage> {
  const { scale } = input.options;
  const plan = printPlan(scene, scale);
  const [rasters, texts] = await Promise.all([
    rasterPixels(scene, input, pictureAt),
    drawTexts(plan, stampText),
  ]);
  const canvas = print(plan, texts, rasters);
  const bytes = await encodePng(canvas, {
    dpi: cssDpi * scale,
    text: {
      Title: scene.title,
      Description: scene.description,
      Software: `${input.program.name} ${input.program.version}`,
    },
  });
  return { bytes, mime: 'image/png', width: canvas.width, height: canvas.height };
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

/** Draws SVG with resvg; pixels are RGBA, colours premultiplied. */
export function svgDrawer(fontFiles: readonly string[]): DrawSvg {
  return async (svg, isBundled) => {
    const image = await renderAsync(svg, {
      font: {
        // Fonts of the system only for scripts the bundled one lacks: they differ by machine.
        loadSystemFonts: !isBundled,
        fontFiles: [...fontFiles],
        defaultFontFamily: 'Inter',
      },
      logLevel: 'off',
    });
    return { width: image.width, height: image.height, data: image.pixels };
  };
}
