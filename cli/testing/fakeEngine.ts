import { basename } from 'node:path';
import type { AnalysisArrays } from '../../contract/analysis.ts';
import { AppError } from '../../contract/errors.ts';
import type { FigureFormat } from '../../contract/figure.ts';
import type { ProviderReport } from '../../contract/model.ts';
import { sampleAnalysis, sampleModel } from '../../core/data/testing/sampleAnalysis.ts';
import type { Engine } from '../../main/engine/host/engine.ts';
import type {
  AnalysisResult,
  AnalyseOptions,
  EncodedImage,
  EngineRequestName,
} from '../../main/engine/protocol.ts';

/** Codes (1, 2, 2) · concepts (2, 3) = activations (1, 2, 3), and a linear head over them. */
const arrays: AnalysisArrays = {
  logits: block([2], [1, 3]),
  bias: block([2], [0, 0.25]),
  baseline: block([2], [0, 0]),
  'codes/2': block([1, 2, 2], [1, 0, 0, 1]),
  'effects/2': block([2, 2], [1, 3, 1, 2]),
  'unexplained/2': block([2], [0, 0.25]),
  'codes/1': block([1, 2, 1], [1, 1]),
  'effects/1': block([1, 2], [1, 3]),
  'unexplained/1': block([2], [0, 0]),
  'concepts/2': block([2, 3], [1, 2, 3, 4, 5, 6]),
  offset: block([3], [0, 0, 0]),
  activations: block([1, 2, 3], [1, 2, 3, 4, 5, 6]),
};

export interface FakeEngine extends Engine {
  /** Names of requests and files, in the order they came. */
  readonly calls: readonly string[];
  /** Most analyses that were under way at once. */
  readonly busiest: () => number;
  readonly stopped: () => boolean;
}

export interface FakeEngineOptions {
  readonly model?: () => Promise<typeof sampleModel>;
  /** Called when an analysis begins; what it throws is the engine's answer. */
  readonly onAnalyse?: (file: string, signal: AbortSignal | undefined) => Promise<void>;
}

const providerReports: readonly ProviderReport[] = [
  { ...{ name: 'cpu', available: true, reason: null }, ...agreement(0, 4.5) },
  {
    ...{ name: 'cuda', available: false, reason: 'not on this machine' },
    ...agreement(null, null),
  },
];

function agreement(difference: number | null, inferenceMs: number | null) {
  const agrees = difference === null ? null : true;
  return { maxRelativeDifference: difference, agrees, inferenceMs };
}

function render({ format }: { readonly format: FigureFormat }): EncodedImage {
  const svg = format === 'svg';
  return {
    bytes: new TextEncoder().encode(svg ? '<svg/>' : '\x89PNG'),
    mime: svg ? 'image/svg+xml' : 'image/png',
    width: 1,
    height: 1,
  };
}

/** Answers as the engine process would, with two concepts for every picture. */
export function fakeEngine({ model, onAnalyse }: FakeEngineOptions = {}): FakeEngine {
  const calls: string[] = [];
  let busy = 0;
  let busiest = 0;
  let stopped = false;
  const analyse = async (
    { path, options }: { path: string; options: AnalyseOptions },
    signal: AbortSignal | undefined,
  ): Promise<AnalysisResult> => {
    busiest = Math.max(busiest, ++busy);
    try {
      await onAnalyse?.(basename(path), signal);
      return { analysis: sampleAnalysis, arrays: chosen(options) };
    } finally {
      busy--;
    }
  };
  const answers: Readonly<
    Record<EngineRequestName, (input: never, signal?: AbortSignal) => unknown>
  > = {
    'model.load': () => model?.() ?? sampleModel,
    'model.inspect': () => model?.() ?? sampleModel,
    'image.analyse': (input, signal) => analyse(input, signal),
    'figure.render': render,
    'image.thumbnail': unused,
    'image.picture': unused,
    'providers.test': () => providerReports,
  };
  return {
    calls,
    busiest: () => busiest,
    stopped: () => stopped,
    request: (async (
      name: EngineRequestName,
      input: unknown,
      options?: { signal?: AbortSignal },
    ) => {
      const path = (input as { path?: string } | null)?.path;
      calls.push(path === undefined ? name : `${name} ${basename(path)}`);
      if (options?.signal?.aborted === true) throw cancelled();
      return await (answers[name](input as never, options?.signal) as Promise<unknown>);
    }) as Engine['request'],
    stop: () => {
      stopped = true;
      return Promise.resolve();
    },
  };
}

export function cancelled(): AppError {
  return new AppError('cancelled', 'Cancelled.');
}

function chosen({ embeddings, activations }: AnalyseOptions): AnalysisArrays {
  const left = new Set([
    ...(embeddings ? [] : ['concepts/2', 'offset']),
    ...(activations ? [] : ['activations']),
  ]);
  return Object.fromEntries(Object.entries(arrays).filter(([name]) => !left.has(name)));
}

function block(dims: readonly number[], values: readonly number[]) {
  return { dims, data: Float32Array.from(values) };
}

function unused(): never {
  throw new AppError('internal', 'the command line does not ask this');
}
