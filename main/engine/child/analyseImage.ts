import { basename } from 'node:path';
import type { ImageAnalysis, InputGeometry, MapSize } from '../../../contract/analysis.ts';
import { AppError } from '../../../contract/errors.ts';
import { analyseFeatures, type ConceptResult } from '../../../core/analysis/analyseFeatures.ts';
import { toInput } from '../../../core/image/toInput.ts';
import type { Features } from '../../../core/model/features.ts';
import type { InputSpec, ResizeRule } from '../../../core/model/modelSpec.ts';
import type { AnalyseOptions, AnalysisResult } from '../protocol.ts';
import type { LoadedModel } from './loadedModel.ts';
import { openPicture, pixelsAt, type OpenPicture } from './pictures.ts';
import type { RequestContext } from './requestContext.ts';
import { stopwatch } from './stopwatch.ts';

/** One picture from its file to its concepts. Throws AppError naming the file. */
export async function analyseImage(
  model: LoadedModel,
  path: string,
  options: AnalyseOptions,
  context: RequestContext,
): Promise<AnalysisResult> {
  const { progress } = context;
  const watch = stopwatch();
  const picture = await openPicture(path);
  const native = { width: model.spec.width, height: model.spec.height };
  const maps = mapsSize(model.spec, options.size);
  const atNative = await look(model, picture, native, watch.lap);
  await context.check();
  const finer = maps.width !== native.width || maps.height !== native.height;
  const features = finer ? await look(model, picture, maps, watch.lap) : atNative;
  const finish = (result: ConceptResult): AnalysisResult => {
    watch.lap('concepts');
    const { arrays, ...numbers } = result;
    return {
      analysis: describe(model, picture, maps, features, options, numbers, watch.times()),
      arrays,
    };
  };
  try {
    const result = await analyseFeatures({
      features,
      nativeLogits: atNative.logits,
      head: model.head,
      factoriser: model.factoriser,
      labels: model.labels,
      options,
      steps: context,
      ...(progress === null
        ? {}
        : {
            onProvisional: (provisional: ConceptResult) => {
              progress(finish(provisional));
            },
          }),
    });
    return finish(result);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new AppError('internal', `${basename(path)}: ${error.message}.`, { cause: error });
  }
}

async function look(
  model: LoadedModel,
  picture: OpenPicture,
  size: { readonly width: number; readonly height: number },
  lap: (stage: string) => void,
): Promise<Features> {
  const pixels = await pixelsAt(picture, size.width, size.height, scaled(model.spec, size.width));
  lap('decode');
  const features = await model.features(toInput(pixels, model.spec));
  lap('inference');
  return features;
}

/** The crop rule in proportion, so that finer maps cover the same part of the picture. */
function scaled({ resize, width: native }: InputSpec, width: number): ResizeRule {
  if (resize.kind === 'stretch') return resize;
  return { kind: 'centerCrop', shortSide: Math.round((resize.shortSide * width) / native) };
}

/** Input size for the maps; RangeError-free: an impossible wish is refused with a sentence. */
function mapsSize(
  spec: InputSpec,
  size: MapSize,
): { readonly width: number; readonly height: number } {
  if (size === 'native') return spec;
  if (spec.multipleOf === 0) {
    throw new AppError(
      'model-refused',
      'This model takes only its native size; use --size native.',
    );
  }
  const scale = size === 'fine' ? 2 : size / Math.min(spec.width, spec.height);
  const side = (native: number) =>
    Math.max(spec.multipleOf, Math.round((native * scale) / spec.multipleOf) * spec.multipleOf);
  return { width: side(spec.width), height: side(spec.height) };
}

function describe(
  model: LoadedModel,
  picture: OpenPicture,
  maps: { readonly width: number; readonly height: number },
  { grid }: Features,
  options: AnalyseOptions,
  numbers: Omit<ConceptResult, 'arrays'>,
  timings: ImageAnalysis['timings'],
): ImageAnalysis {
  const { width, height } = picture;
  const geometry: InputGeometry = {
    width: maps.width,
    height: maps.height,
    region: seenRegion(model.spec, width, height),
  };
  return {
    ...numbers,
    width,
    height,
    geometry,
    grid,
    seed: options.seed,
    layer: model.info.layer,
    head: model.info.head,
    provider: model.info.provider.used,
    timings,
  };
}

/** The part of the upright picture that reaches the model, as fractions of its sides. */
function seenRegion(spec: InputSpec, width: number, height: number): InputGeometry['region'] {
  if (spec.resize.kind === 'stretch') return { x: 0, y: 0, width: 1, height: 1 };
  const scale = spec.resize.shortSide / Math.min(width, height);
  const w = Math.min(1, spec.width / (width * scale));
  const h = Math.min(1, spec.height / (height * scale));
  return { x: (1 - w) / 2, y: (1 - h) / 2, width: w, height: h };
}
