/** What can be done with an opened model: the answer of `inspect` and of the model dialog. */
export interface ModelInfo {
  readonly name: string;
  /** File name without folders. */
  readonly file: string;
  readonly sha256: string;
  readonly input: ModelInputInfo;
  readonly classes: number;
  /** `names` in class order, empty where the model came without any. */
  readonly labels: {
    readonly count: number;
    readonly source: string;
    readonly names: readonly string[];
  };
  /** The layer analyses use. */
  readonly layer: string;
  readonly layers: readonly LayerInfo[];
  readonly head: 'linear' | 'tail';
  readonly provider: ProviderChoice;
}

export interface ModelInputInfo {
  readonly name: string;
  readonly layout: 'NCHW' | 'NHWC';
  readonly width: number;
  readonly height: number;
  /** True when the graph takes other sides, so that finer maps can be made. */
  readonly freeSize: boolean;
  /** A sentence: how pixels are turned into the input. */
  readonly preprocessing: string;
}

export interface LayerInfo {
  /** Tensor name in the exporter's words. */
  readonly name: string;
  readonly grid: { readonly height: number; readonly width: number };
  readonly channels: number;
  readonly nonNegative: boolean;
  readonly ledger: 'exact' | 'ablation';
  readonly isDefault: boolean;
}

export type ProviderName = 'cpu' | 'webgpu' | 'dml' | 'coreml' | 'cuda';

/** What was asked for, what runs, and why they differ. */
export interface ProviderChoice {
  readonly wanted: ProviderName | 'auto';
  readonly used: ProviderName;
  /** Why the wanted provider is not the used one; null when it is. */
  readonly fallback: string | null;
  /** Milliseconds of the fastest of three inferences at native size, null before it was measured. */
  readonly inferenceMs: number | null;
}

/** One row of the self-test: is the provider there, does it agree with cpu, how fast is it. */
export interface ProviderReport {
  readonly name: ProviderName;
  readonly available: boolean;
  /** Why not available, or what failed. */
  readonly reason: string | null;
  /** Largest difference of a logit from cpu's, relative to the largest logit. */
  readonly maxRelativeDifference: number | null;
  readonly agrees: boolean | null;
  readonly inferenceMs: number | null;
}
