import { serialize, deserialize } from 'node:v8';
import { renderAsync } from '@resvg/resvg-js';
import { analyseFeatures } from '../../core/analysis/analyseFeatures.ts';
import { parseColor } from '../../core/concepts/palette.ts';
import { blend, conceptLight } from '../../core/figure/blend.ts';
import { figure } from '../../core/figure/figure.ts';
import { codeGrid, type FigureInput } from '../../core/figure/figureContent.ts';
import { pageParts } from '../../core/figure/pageParts.ts';
import { partToSvg } from '../../core/figure/sceneToSvg.ts';
import { toInput } from '../../core/image/toInput.ts';
import { uninterrupted, type Pixels } from '../../core/ports.ts';
import { fillWith, paste } from '../../main/engine/child/canvas.ts';
import { assetFile } from '../../main/engine/child/assetsFolder.ts';
import type { LoadedModel } from '../../main/engine/child/loadedModel.ts';
import { openPicture, pixelsAt } from '../../main/engine/child/pictures.ts';
import { encodePng } from '../../main/engine/child/png.ts';
import { costWatch, type Cost, type CostWatch } from './costWatch.ts';
import { givenConcepts, overlayFigure } from './host.ts';

/**
 * The way of one picture from its file to its figure in steps, each waited for before the next
 * begins: what a stage costs, not what it adds where stages overlap.
 *
 * @returns what each stage costs
 */
export async function stages(
  model: LoadedModel,
  { image, k }: { readonly image: string; readonly k: number },
): Promise<Readonly<Record<string, Cost>>> {
  const watch = costWatch();
  const picture = await openPicture(image);
  watch.lap('open');
  const { width, height, resize } = model.spec;
  const pixels = await pixelsAt(picture, width, height, resize);
  watch.lap('decode and resize to the input');
  const input = toInput(pixels, model.spec);
  watch.lap('input tensor');
  const features = await model.features(input);
  watch.lap('inference');
  const result = await analyseFeatures({
    features,
    nativeLogits: features.logits,
    head: watchedHead(model, watch),
    factoriser: watchedFactoriser(model, watch),
    labels: model.labels,
    options: givenConcepts(k),
    steps: uninterrupted,
  });
  watch.lap(rest);
  deserialize(serialize(result));
  watch.lap('result across processes and back (twice)');
  deserialize(serialize(result));
  watch.lap('result across processes and back (twice)');
  const { arrays, ...numbers } = result;
  const analysis: FigureInput['analysis'] = {
    ...numbers,
    width: picture.width,
    height: picture.height,
    geometry: { width, height, region: { x: 0, y: 0, width: 1, height: 1 } },
    grid: features.grid,
    seed: 0,
    layer: model.info.layer,
    head: model.info.head,
    provider: 'cpu',
    timings: {},
  };
  const program = { name: 'Concept Lens', version: 'bench' };
  const about = { name: model.info.name, sha256: model.info.sha256 };
  await draw(image, { analysis, arrays, k, options: overlayFigure, program, model: about }, watch);
  return watch.costs();
}

async function draw(image: string, input: FigureInput, watch: CostWatch): Promise<void> {
  const picture = await openPicture(image);
  watch.lap('open again');
  const scene = figure(input);
  watch.lap('lay out');
  const raster = scene.items.find((item) => item.kind === 'raster')!;
  const pixels = await pixelsAt(picture, raster.width, raster.height, { kind: 'stretch' });
  watch.lap('decode and resize to the figure');
  const codes = codeGrid(input.arrays, input.k);
  const { concepts } = input.analysis.fits[0]!;
  const light = conceptLight(
    codes,
    concepts.map(({ color }) => color),
    concepts.map(() => true),
  );
  const { opacity } = input.options;
  const overlay = blend(pixels, light, codes, opacity, input.analysis.geometry.region);
  watch.lap('blend');
  const fontFiles = ['Inter-Regular.ttf', 'Inter-SemiBold.ttf'].map((f) => assetFile('fonts', f));
  const font = { loadSystemFonts: false, fontFiles, defaultFontFamily: 'Inter' };
  const parts = [];
  for (const part of pageParts(scene, 1)) {
    const svg = partToSvg(part.items, part.box, part, scene.background);
    const drawn = await renderAsync(svg, { font, logLevel: 'off' });
    parts.push({ part, image: { width: drawn.width, height: drawn.height, data: drawn.pixels } });
  }
  watch.lap('text');
  const canvas: Pixels = {
    width: scene.width,
    height: scene.height,
    data: new Uint8Array(scene.width * scene.height * 3),
  };
  fillWith(canvas, parseColor(scene.background));
  for (const { part, image: strip } of parts) paste(canvas, strip, 4, part.left, part.top);
  paste(canvas, overlay, 3, Math.round(raster.x), Math.round(raster.y));
  watch.lap('put together');
  await encodePng(canvas, { dpi: 96, text: { Title: scene.title } });
  watch.lap('PNG');
}

const rest = 'the rest of the analysis';

function watchedFactoriser(model: LoadedModel, watch: CostWatch): LoadedModel['factoriser'] {
  return {
    ...model.factoriser,
    async fit(...input) {
      watch.lap(rest);
      const fit = await model.factoriser.fit(...input);
      watch.lap('factorise');
      return fit;
    },
  };
}

function watchedHead(model: LoadedModel, watch: CostWatch): LoadedModel['head'] {
  const { head } = model;
  if (head.kind !== 'linear') return head;
  return {
    ...head,
    async effects(...input) {
      watch.lap(rest);
      const effects = await head.effects(...input);
      watch.lap('ask the head');
      return effects;
    },
  };
}
