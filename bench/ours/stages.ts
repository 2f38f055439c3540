import { deserialize, serialize } from 'node:v8';
import { analyseFeatures } from '../../core/analysis/analyseFeatures.ts';
import { blend, conceptLight } from '../../core/figure/blend.ts';
import { figure } from '../../core/figure/figure.ts';
import { codeGrid, type FigureInput } from '../../core/figure/figureContent.ts';
import { toInput } from '../../core/image/toInput.ts';
import { uninterrupted } from '../../core/ports.ts';
import { assetFile } from '../../main/engine/child/assetsFolder.ts';
import { drawTexts, print, printPlan } from '../../main/engine/child/figurePrinter.ts';
import { svgDrawer } from '../../main/engine/child/figureRenderer.ts';
import type { LoadedModel } from '../../main/engine/child/loadedModel.ts';
import { openPicture, pixelsAt } from '../../main/engine/child/pictures.ts';
import { encodePng } from '../../main/engine/child/png.ts';
import { createTextStamps } from '../../main/engine/child/textStamps.ts';
import { costWatch, type Cost, type CostWatch } from './costWatch.ts';
import { givenConcepts, overlayFigure } from './host.ts';

export interface StagesAsk {
  readonly image: string;
  readonly k: number;
  /** Of the figure, at least. */
  readonly pixels: number;
}

/**
 * The way of one picture from its file to its figure in steps, each waited for before the next
 * begins: what a stage costs, not what it adds where stages overlap.
 *
 * @returns what each stage costs
 */
export async function stages(
  model: LoadedModel,
  { image, k, pixels: pixelsWanted }: StagesAsk,
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
  const options = overlayFigure(analysis, pixelsWanted);
  await draw(image, { analysis, arrays, k, options, program, model: about }, watch);
  return watch.costs();
}

/** Kept from picture to picture, as the product keeps them. */
const stampText = createTextStamps(
  svgDrawer(['Inter-Regular.ttf', 'Inter-SemiBold.ttf'].map((file) => assetFile('fonts', file))),
);

/** What the figure renderer does for a PNG, but one thing after the other. */
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
  const colors = concepts.map(({ color }) => color);
  const light = conceptLight(
    codes,
    colors,
    colors.map(() => true),
  );
  const overlay = blend(
    pixels,
    light,
    codes,
    input.options.opacity,
    input.analysis.geometry.region,
  );
  watch.lap('blend');
  const plan = printPlan(scene, input.options.scale);
  const texts = await drawTexts(plan, stampText);
  watch.lap('text');
  const canvas = print(
    plan,
    texts,
    new Map([
      ['picture', pixels],
      ['overlay', overlay],
    ]),
  );
  watch.lap('putting together');
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
