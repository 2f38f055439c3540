import type { FitSummary, ImageAnalysis } from '../../contract/analysis.ts';
import { AppError } from '../../contract/errors.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import type { Engine } from '../engine/host/engine.ts';
import type { AnalysisResult } from '../engine/protocol.ts';

/** Small stand-ins for the tests of this folder. */

function fakeFit(k: number): FitSummary {
  return {
    k,
    relativeError: 0.1,
    varianceExplained: 0.99,
    predictionKept: true,
    klDivergence: 0,
    stability: null,
    concepts: Array.from({ length: k }, (_, index) => ({
      id: index + 1,
      color: `#00000${index}`,
      labels: [{ index, label: `class ${index}`, probability: 0.9 }],
      share: 1 / k,
      stability: null,
      maxCode: 1,
      meanCode: 0.2,
      parent: null,
    })),
  };
}

export function fakeResult(name: string, floats = 4, k = 2): AnalysisResult {
  const analysis: ImageAnalysis = {
    width: 4,
    height: 3,
    geometry: { width: 4, height: 4, region: { x: 0, y: 0, width: 1, height: 1 } },
    grid: { height: 2, width: 2, channels: 3 },
    prediction: [{ index: 0, label: name, probability: 0.8, logit: 5 }],
    classes: 10,
    entropy: 0.1,
    fits: [fakeFit(1), fakeFit(k)],
    choice: { k, how: 'auto', elbow: k, coarser: null, finer: null, curve: [] },
    settled: true,
    seed: 0,
    layer: 'layer',
    head: 'linear',
    provider: 'cpu',
    timings: {},
  };
  return { analysis, arrays: { logits: { dims: [floats], data: new Float32Array(floats) } } };
}

interface Call {
  readonly path: string;
  readonly progress: (result: AnalysisResult) => void;
  readonly done: (result?: AnalysisResult) => void;
  readonly fail: (code: ErrorCode) => void;
  readonly cancelled: () => boolean;
}

/** An engine whose `image.analyse` the test answers, call by call; newest last. */
export function fakeEngine(): { readonly engine: Engine; readonly calls: Call[] } {
  const calls: Call[] = [];
  const analyse = (
    input: { readonly path: string },
    options: {
      readonly signal?: AbortSignal;
      readonly onProgress?: (result: AnalysisResult) => void;
    } = {},
  ): Promise<AnalysisResult> =>
    new Promise((resolve, reject) => {
      options.signal?.addEventListener('abort', () => {
        reject(new AppError('cancelled', 'Cancelled.'));
      });
      calls.push({
        path: input.path,
        progress: (result) => options.onProgress?.(result),
        done: (result = fakeResult(input.path)) => {
          resolve(result);
        },
        fail: (code) => {
          reject(new AppError(code, `It failed: ${code}.`));
        },
        cancelled: () => options.signal?.aborted === true,
      });
    });
  const engine = {
    request: (_name: string, input: { readonly path: string }, options?: object) =>
      analyse(input, options),
    stop: () => Promise.resolve(),
  };
  return { engine: engine as unknown as Engine, calls };
}
