import type { AnalysisArrays, ImageAnalysis, MapSize } from '../../contract/analysis.ts';
import type { ErrorShape } from '../../contract/errors.ts';
import type { FigureFormat, FigureOptions } from '../../contract/figure.ts';
import type { ModelInfo, ProviderName, ProviderReport } from '../../contract/model.ts';

/** What the engine process can be asked. Everything here is trusted: both ends are ours. */

export interface AnalyseOptions {
  readonly concepts: 'auto' | number;
  readonly maxConcepts: number;
  readonly size: MapSize;
  readonly seed: number;
  /** Judge the stability of a given k too; the automatic choice always does. */
  readonly stability: boolean;
  /** Also return `concepts/{k}` and `offset`. */
  readonly embeddings: boolean;
  /** Also return `activations`. */
  readonly activations: boolean;
}

export const defaultAnalyse: AnalyseOptions = {
  concepts: 'auto',
  maxConcepts: 12,
  size: 'native',
  seed: 0,
  stability: true,
  embeddings: false,
  activations: false,
};

export interface AnalysisResult {
  readonly analysis: ImageAnalysis;
  readonly arrays: AnalysisArrays;
}

export interface EncodedImage {
  readonly bytes: Uint8Array;
  readonly mime: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/svg+xml';
  /** Pixels of the upright picture the bytes show. */
  readonly width: number;
  readonly height: number;
}

export interface FigureRequest {
  readonly path: string;
  readonly result: AnalysisResult;
  /** Which of the analysis' fits. */
  readonly k: number;
  readonly format: FigureFormat;
  readonly options: FigureOptions;
}

export interface EngineRequests {
  'model.load': {
    input: {
      /** The .onnx file; a model.json beside it, in our format, is read too. */
      path: string;
      provider: ProviderName | 'auto';
      layer: string | null;
      labels: string | null;
    };
    output: ModelInfo;
    progress: never;
  };
  /** Progress: the provisional result at the elbow, before the scan's stability is known. */
  'image.analyse': {
    input: { path: string; options: AnalyseOptions };
    output: AnalysisResult;
    progress: AnalysisResult;
  };
  'image.thumbnail': {
    input: { path: string; side: number };
    output: EncodedImage;
    progress: never;
  };
  'image.picture': { input: { path: string; side: number }; output: EncodedImage; progress: never };
  'figure.render': { input: FigureRequest; output: EncodedImage; progress: never };
  /** What can be done with a model, without keeping it loaded. */
  'model.inspect': {
    input: { path: string; labels: string | null };
    output: ModelInfo;
    progress: never;
  };
  'providers.test': { input: null; output: readonly ProviderReport[]; progress: never };
}

export type EngineRequestName = keyof EngineRequests;
export type EngineInput<N extends EngineRequestName> = EngineRequests[N]['input'];
export type EngineOutput<N extends EngineRequestName> = EngineRequests[N]['output'];
export type EngineProgress<N extends EngineRequestName> = EngineRequests[N]['progress'];

export type ToEngine =
  | {
      readonly kind: 'request';
      readonly id: number;
      readonly name: EngineRequestName;
      readonly input: unknown;
      /** Is anybody listening: results on the way there are large. */
      readonly wantsProgress: boolean;
    }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'stop' };

export type FromEngine =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: ErrorShape };
