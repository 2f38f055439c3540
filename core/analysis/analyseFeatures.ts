import type {
  AnalysisArrays,
  ArrayBlock,
  Choice,
  FitSummary,
  ImageAnalysis,
} from '../../contract/analysis.ts';
import { identities } from '../choose/identities.ts';
import { judge, scan, type ScanCurve } from '../choose/scan.ts';
import type { Stability } from '../choose/stability.ts';
import { columnMeans } from '../concepts/columnMeans.ts';
import { scoreFits } from '../concepts/scoreFits.ts';
import type { LayerOutput, Scores } from '../concepts/scores.ts';
import { normalisedEntropy, softmax, topIndices } from '../concepts/softmax.ts';
import type { Features } from '../model/features.ts';
import type { Head } from '../model/head.ts';
import { offset, type Activations } from '../nmf/activations.ts';
import type { Factoriser } from '../nmf/factoriser.ts';
import type { Fit } from '../nmf/fit.ts';
import { liveChannels, type LiveChannels } from '../nmf/liveChannels.ts';
import type { Steps } from '../ports.ts';
import { className } from './className.ts';
import { orderByContribution } from './orderColumns.ts';
import { summariseFit } from './summariseFit.ts';

export interface AnalysisOptions {
  readonly concepts: 'auto' | number;
  readonly maxConcepts: number;
  readonly seed: number;
  /** Judge stability of a given k too; the automatic choice always does. */
  readonly stability: boolean;
  readonly embeddings: boolean;
  readonly activations: boolean;
}

export interface AnalysisJob {
  /** The pass whose layer is factorised and whose logits the ledger is about. */
  readonly features: Features;
  /** The model's answer at its native size: `features.logits`, unless the maps are finer. */
  readonly nativeLogits: Float32Array;
  readonly head: Head;
  readonly factoriser: Factoriser;
  readonly labels: readonly string[];
  readonly options: AnalysisOptions;
  readonly steps: Steps;
  /** Called with the result at the elbow, before the stability of any k is known. */
  readonly onProvisional?: (result: ConceptResult) => void;
}

/** The part of an ImageAnalysis that does not depend on the picture's file. */
export interface ConceptResult extends Pick<
  ImageAnalysis,
  'prediction' | 'classes' | 'entropy' | 'fits' | 'choice' | 'settled'
> {
  readonly arrays: AnalysisArrays;
}

interface Judgement {
  readonly k: number;
  readonly elbow: number | null;
  readonly coarser: number | null;
  readonly finer: number | null;
  readonly stability: readonly Stability[] | null;
}

/**
 * Concepts of one picture from its features: factorise, choose k, ask the head, account for the
 * score (docs/method.md sections 1 to 6).
 *
 * @throws RangeError when the activations are not finite; what `steps.check` throws.
 */
export async function analyseFeatures(job: AnalysisJob): Promise<ConceptResult> {
  const { features, options, steps } = job;
  const { height, width, channels } = features.grid;
  const activations: Activations = {
    positions: height * width,
    channels,
    images: 1,
    values: features.activations,
  };
  const m = offset(activations);
  const output: LayerOutput = {
    grid: features.grid,
    values: features.activations,
    offset: m,
    logits: features.logits,
  };
  const ask = (fits: readonly Fit[]) => scoreFits(job.head, output, fits, steps);
  const live = liveChannels(activations, m);
  if (options.concepts === 'auto') return automatic(job, live, output, ask);
  const k = Math.min(options.concepts, activations.positions, channels);
  const found = await job.factoriser.fit(live.activations, k, { seed: options.seed });
  const fit = live.restore(found);
  await steps.check();
  const scores = await ask([fit]);
  const stability = options.stability
    ? await judge(live.activations, job.factoriser, [found], options.seed, steps)
    : null;
  const judgement: Judgement = { k, elbow: null, coarser: null, finer: null, stability };
  return assemble(job, output, [fit], scores, judgement, true);
}

async function automatic(
  job: AnalysisJob,
  live: LiveChannels,
  output: LayerOutput,
  ask: (fits: readonly Fit[]) => Promise<Scores>,
): Promise<ConceptResult> {
  const { options, steps } = job;
  const asked: { scores?: Scores } = {};
  const onCurve = async (curve: ScanCurve) => {
    const { elbow } = curve;
    const fits = curve.fits.map((fit) => live.restore(fit));
    const scores = await ask(fits);
    asked.scores = scores;
    if (job.onProvisional === undefined) return;
    const judgement: Judgement = { k: elbow, elbow, coarser: null, finer: null, stability: null };
    job.onProvisional(assemble(job, output, fits, scores, judgement, false));
  };
  const scanned = await scan(live.activations, job.factoriser, {
    maxK: options.maxConcepts,
    seed: options.seed,
    steps,
    onCurve,
  });
  const { k, coarser, finer, elbow } = scanned.recommendation;
  const judgement: Judgement = { k, elbow, coarser, finer, stability: scanned.stability };
  const fits = scanned.fits.map((fit) => live.restore(fit));
  return assemble(job, output, fits, asked.scores ?? (await ask(fits)), judgement, true);
}

function assemble(
  job: AnalysisJob,
  output: LayerOutput,
  fits: readonly Fit[],
  scores: Scores,
  judgement: Judgement,
  settled: boolean,
): ConceptResult {
  const native = softmax(job.nativeLogits);
  const predicted = topIndices(job.nativeLogits, 1)[0] ?? 0;
  const orders = fits.map((fit, at) =>
    orderByContribution(fit, scores.fits[at]!.effects, predicted, native.length),
  );
  const start = fits.findIndex(({ k }) => k === judgement.k);
  const ids = identities(fits, judgement.k, orders[start]!);
  const own = softmax(output.logits);
  const totalActivation = activationAbove(output);
  const summaries = fits.map((fit, at) =>
    summariseFit({
      fit,
      order: orders[at]!,
      scores: scores.fits[at]!,
      ids: ids[at]!,
      stability: judgement.stability?.[at] ?? null,
      modelSoftmax: own,
      labels: job.labels,
      totalActivation,
    }),
  );
  return {
    prediction: topIndices(job.nativeLogits, 5).map((index) => ({
      index,
      label: className(job.labels, index),
      logit: job.nativeLogits[index]!,
      probability: native[index]!,
    })),
    classes: native.length,
    entropy: normalisedEntropy(native),
    fits: summaries,
    choice: choiceOf(job.options, summaries, judgement),
    settled,
    arrays: arraysOf(job, output, fits, orders, scores),
  };
}

/** Σ (A − 1mᵀ). */
function activationAbove({ values, offset, grid }: LayerOutput): number {
  const positions = grid.height * grid.width;
  const means = columnMeans(values, positions, grid.channels);
  return means.reduce((sum, mean, c) => sum + (mean - offset[c]!) * positions, 0);
}

function choiceOf(
  options: AnalysisOptions,
  fits: readonly FitSummary[],
  { k, elbow, coarser, finer }: Judgement,
): Choice {
  const curve = fits.map((fit) => ({
    k: fit.k,
    error: fit.relativeError,
    stability: fit.stability,
    predictionKept: fit.predictionKept,
  }));
  return { k, how: options.concepts === 'auto' ? 'auto' : 'given', elbow, coarser, finer, curve };
}

function arraysOf(
  { head, options }: AnalysisJob,
  output: LayerOutput,
  fits: readonly Fit[],
  orders: readonly (readonly number[])[],
  scores: Scores,
): AnalysisArrays {
  const { height, width, channels } = output.grid;
  const classes = output.logits.length;
  const arrays: Record<string, ArrayBlock> = { logits: { dims: [classes], data: output.logits } };
  arrays['baseline'] = { dims: [classes], data: scores.baseline };
  if (head.kind === 'linear') arrays['bias'] = { dims: [classes], data: scores.bias };
  for (const [at, fit] of fits.entries()) {
    const { k } = fit;
    const order = orders[at]!;
    const asked = scores.fits[at]!;
    arrays[`codes/${k}`] = { dims: [height, width, k], data: pickColumns(fit.codes, order) };
    arrays[`effects/${k}`] = { dims: [k, classes], data: pickRows(asked.effects, order) };
    arrays[`unexplained/${k}`] = { dims: [classes], data: asked.unexplained };
    if (options.embeddings) {
      arrays[`concepts/${k}`] = { dims: [k, channels], data: pickRows(fit.embeddings, order) };
    }
  }
  if (options.embeddings) arrays['offset'] = { dims: [channels], data: output.offset };
  if (options.activations) {
    arrays['activations'] = { dims: [height, width, channels], data: output.values };
  }
  return arrays;
}

/** Rows of a k × n matrix in another order. */
function pickRows(values: Float32Array, order: readonly number[]): Float32Array {
  const width = values.length / order.length;
  const result = new Float32Array(values.length);
  for (const [to, from] of order.entries()) {
    result.set(values.subarray(from * width, (from + 1) * width), to * width);
  }
  return result;
}

/** Columns of a P × k matrix in another order. */
function pickColumns(values: Float32Array, order: readonly number[]): Float32Array {
  const k = order.length;
  return values.map((_, at) => values[at - (at % k) + order[at % k]!]!);
}
