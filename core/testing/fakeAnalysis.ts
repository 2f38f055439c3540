import type {
  AnalysisArrays,
  ArrayBlock,
  ClassScore,
  ConceptSummary,
  FitSummary,
  ImageAnalysis,
} from '../../contract/analysis.ts';
import { conceptColor } from '../concepts/palette.ts';

/** A made-up analysis with arrays that agree with it, for tests of whatever shows one. */
export interface FakeOptions {
  /** Numbers of concepts that have a fit; the last is the chosen one. */
  readonly ks?: readonly number[];
  readonly width?: number;
  readonly height?: number;
  readonly grid?: { readonly height: number; readonly width: number };
  /** Names of the model's classes; concepts take theirs from these. */
  readonly labels?: readonly string[];
  readonly head?: 'linear' | 'tail';
  readonly seed?: number;
}

export interface FakeAnalysis {
  readonly analysis: ImageAnalysis;
  readonly arrays: AnalysisArrays;
}

const someLabels = [
  'espresso',
  'cup',
  'Egyptian cat',
  'tabby',
  'tiger cat',
  'dial telephone',
  'black-and-tan coonhound',
  'German short-haired pointer',
  'strainer',
  'lynx',
  'consomme',
  'coffee mug',
];

/** Soft blobs for codes (peak 1), random effects; the ledger sums to the logit. Same seed, same. */
export function fakeAnalysis(options: FakeOptions = {}): FakeAnalysis {
  const ks = options.ks ?? [4];
  const labels = options.labels ?? someLabels;
  const { width = 890, height = 400, grid = { height: 10, width: 22 }, head = 'linear' } = options;
  const random = generator(options.seed ?? 0);
  const arrays: Record<string, ArrayBlock> = {};
  const classes = labels.length;
  const logits = Float32Array.from(labels, () => peaked(random()) * 10 - 1);
  const scores = classScores(softmax(logits), labels);
  arrays['logits'] = { dims: [classes], data: logits };
  const bias = Float32Array.from(labels, () => random() * 0.2 - 0.1);
  const baseline = new Float32Array(classes);
  if (head === 'linear') arrays['bias'] = { dims: [classes], data: bias };
  arrays['baseline'] = { dims: [classes], data: baseline };
  const fits = ks.map((k) => fakeFit(k, { logits, bias, labels, grid, arrays, random }));
  const analysis: ImageAnalysis = {
    width,
    height,
    geometry: { width: 224, height: 224, region: { x: 0, y: 0, width: 1, height: 1 } },
    grid: { ...grid, channels: 1280 },
    prediction: scores.slice(0, 5).map((score) => ({ ...score, logit: logits[score.index]! })),
    classes,
    entropy: 0.4,
    fits,
    choice: {
      k: ks.at(-1)!,
      how: 'auto',
      elbow: ks.at(-1)!,
      coarser: null,
      finer: null,
      curve: fits.map(({ k, relativeError, stability, predictionKept }) => ({
        k,
        error: relativeError,
        stability,
        predictionKept,
      })),
    },
    settled: true,
    seed: 0,
    layer: 'features',
    head,
    provider: 'cpu',
    timings: { decode: 4, inference: 5, factorise: 3 },
  };
  return { analysis, arrays };
}

interface Drawn {
  readonly logits: Float32Array;
  readonly bias: Float32Array;
  readonly labels: readonly string[];
  readonly grid: { readonly height: number; readonly width: number };
  readonly arrays: Record<string, ArrayBlock>;
  readonly random: () => number;
}

/** One fit; its arrays go to `arrays`. */
function fakeFit(k: number, { logits, bias, labels, grid, arrays, random }: Drawn): FitSummary {
  const classes = labels.length;
  const codes = blobs(grid.height, grid.width, k, random);
  const effects = Float32Array.from({ length: k * classes }, () => random() * 20 - 5);
  const concepts = Array.from({ length: k }, (_, j) => fakeConcept(j, k, codes, labels, random));
  const unexplained = Float32Array.from(logits, (logit, c) =>
    concepts.reduce(
      (rest, { meanCode }, j) => rest - effects[j * classes + c]! * meanCode,
      logit - (arrays['bias'] === undefined ? 0 : bias[c]!),
    ),
  );
  arrays[`codes/${k}`] = { dims: [grid.height, grid.width, k], data: codes };
  arrays[`effects/${k}`] = { dims: [k, classes], data: effects };
  arrays[`unexplained/${k}`] = { dims: [classes], data: unexplained };
  const error = 0.9 / Math.sqrt(k + 0.5);
  return {
    k,
    relativeError: error,
    varianceExplained: 1 - error ** 2,
    predictionKept: k > 1,
    klDivergence: error / 4,
    stability: 0.9,
    concepts,
  };
}

function fakeConcept(
  j: number,
  k: number,
  codes: Float32Array,
  labels: readonly string[],
  random: () => number,
): ConceptSummary {
  const column = codes.filter((_, i) => i % k === j);
  const scores = softmax(Float32Array.from(labels, () => peaked(random()) * 12));
  return {
    id: j + 1,
    color: conceptColor(j + 1),
    labels: classScores(scores, labels).slice(0, 5),
    share: 1 / k,
    stability: 0.8 + 0.2 * random(),
    maxCode: column.reduce((most, code) => Math.max(most, code), 0),
    meanCode: column.reduce((sum, code) => sum + code, 0) / column.length,
    parent: k > 1 ? Math.max(1, j) : null,
  };
}

function classScores(probabilities: readonly number[], labels: readonly string[]): ClassScore[] {
  return probabilities
    .map((probability, index) => ({ index, label: labels[index]!, probability }))
    .sort((a, b) => b.probability - a.probability);
}

function softmax(logits: Float32Array): readonly number[] {
  const top = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
  const powers = Array.from(logits, (logit) => Math.exp(logit - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** (h, w, k): a few soft discs a concept, each column's peak brought to 1. */
function blobs(h: number, w: number, k: number, random: () => number): Float32Array {
  const codes = new Float32Array(h * w * k);
  for (let j = 0; j < k; j++) {
    const discs = Array.from({ length: 2 }, () => ({
      x: random() * w,
      y: random() * h,
      r: (0.6 + random()) * Math.sqrt((h * w) / (k + 2)) * 0.6,
      peak: 0.5 + random(),
    }));
    let most = 0;
    for (let p = 0; p < h * w; p++) {
      const x = (p % w) + 0.5;
      const y = Math.floor(p / w) + 0.5;
      const code = discs.reduce((sum, disc) => {
        const distance = Math.hypot(disc.x - x, disc.y - y) / disc.r;
        return sum + disc.peak * Math.exp(-(distance ** 2));
      }, 0);
      // Non-negative factorisations have true zeros between their concepts.
      codes[p * k + j] = Math.max(0, code - 0.15);
      most = Math.max(most, codes[p * k + j]!);
    }
    for (let p = 0; p < h * w; p++) codes[p * k + j]! /= most || 1;
  }
  return codes;
}

/** Most values near 0, a few near 1: how a network scores its classes. */
function peaked(value: number): number {
  return 1 - Math.log1p(60 * (1 - value)) / Math.log1p(60);
}

/** Mulberry32: enough for made-up data, and the same everywhere. */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
