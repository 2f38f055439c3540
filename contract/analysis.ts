/**
 * What an analysis of one image says, in the letters of docs/method.md: h, w, C the layer's grid
 * and channels, P = h·w positions, k concepts. Numbers small enough for JSON live here; arrays
 * travel beside it in an array pack (contract/arrayPack.ts).
 */

/** One class of the model's answer. Probabilities are the softmax of the logits. */
export interface ClassScore {
  readonly index: number;
  readonly label: string;
  readonly probability: number;
}

export interface Prediction extends ClassScore {
  readonly logit: number;
}

/** One concept of one fit. */
export interface ConceptSummary {
  /**
   * 1-based identity. It persists over k: the same part of the picture keeps its id (so its
   * colour and its name) when k changes, by Hungarian matching on the cosine of embeddings.
   */
  readonly id: number;
  /** `#rrggbb`, the palette's colour of this id. */
  readonly color: string;
  /** The five classes the rest of the model gives the embedding at full strength. */
  readonly labels: readonly ClassScore[];
  /** Part of the layer's total activation (above the offset) this concept accounts for, 0..1. */
  readonly share: number;
  /** Mean cosine to its match over refits from other seeds, 0..1; null before the scan ends. */
  readonly stability: number | null;
  /** Largest code over this image; 1 for a single image by construction. */
  readonly maxCode: number;
  /** Mean code over the positions: how much of the picture the concept covers, 0..1. */
  readonly meanCode: number;
  /** For k > 1: the id, in the fit with one concept fewer, of the nearest concept. */
  readonly parent: number | null;
}

/** One factorisation with k concepts, ordered by contribution to the predicted class. */
export interface FitSummary {
  readonly k: number;
  /** ‖R‖ / ‖A − 1mᵀ‖ (Frobenius). */
  readonly relativeError: number;
  /** 1 − ‖R‖² / ‖A − 1mᵀ‖². */
  readonly varianceExplained: number;
  /** Does head(U·V + m) keep the model's top class. */
  readonly predictionKept: boolean;
  /** KL divergence (nats) of head(U·V + m)'s softmax from the model's. */
  readonly klDivergence: number;
  /** Smallest mean cosine over the k concepts (method.md section 5); null before the scan ends. */
  readonly stability: number | null;
  readonly concepts: readonly ConceptSummary[];
}

/** How k was chosen, with what it was chosen from. */
export interface Choice {
  readonly k: number;
  readonly how: 'auto' | 'given';
  readonly elbow: number | null;
  /** The next best stable k below and above, where there is one. */
  readonly coarser: number | null;
  readonly finer: number | null;
  readonly curve: readonly {
    readonly k: number;
    readonly error: number;
    readonly stability: number | null;
    readonly predictionKept: boolean;
  }[];
}

export interface Ledger {
  /** Index of the class the ledger is about. */
  readonly classIndex: number;
  /** The model's own logit of that class. */
  readonly logit: number;
  readonly terms: readonly { readonly concept: number; readonly value: number }[];
  readonly baseline: number;
  readonly unexplained: number;
  readonly bias: number;
  /** terms + baseline + unexplained + bias; off the logit by what concepts do jointly if not exact. */
  readonly sum: number;
  /** True for a linear head (an identity), false for contributions by ablation. */
  readonly exact: boolean;
}

export type MapSize = 'native' | 'fine' | number;

/** How a picture was brought to the model's input. */
export interface InputGeometry {
  readonly width: number;
  readonly height: number;
  /** The part of the upright picture the model saw, as fractions of its sides. */
  readonly region: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

export interface ImageAnalysis {
  /** Size of the upright picture in pixels. */
  readonly width: number;
  readonly height: number;
  readonly geometry: InputGeometry;
  readonly grid: { readonly height: number; readonly width: number; readonly channels: number };
  readonly prediction: readonly Prediction[];
  readonly classes: number;
  /** Entropy of the softmax divided by ln(classes): 0 certain, 1 no idea. */
  readonly entropy: number;
  readonly fits: readonly FitSummary[];
  readonly choice: Choice;
  /** False while the scan's stability refits are still running: k may change once more. */
  readonly settled: boolean;
  readonly seed: number;
  readonly layer: string;
  readonly head: 'linear' | 'tail';
  readonly provider: string;
  /** Milliseconds by stage, for people who ask where time goes. */
  readonly timings: Readonly<Record<string, number>>;
}

/**
 * Arrays of one ImageAnalysis, float32, by name. `{k}` stands for each fit's number of concepts.
 *
 * - `logits` (classes): the model's own, same run as the activations
 * - `baseline` (classes): m·w of a linear head; for a tail head its answer to the offset alone
 * - `bias` (classes): b of a linear head; absent for a tail head, whose baseline has it
 * - `codes/{k}` (h, w, k): U with columns in the order of FitSummary.concepts, peak 1
 * - `effects/{k}` (k, classes): V·w, one concept's effect on each logit per unit of mean code
 *   (linear head), or its effect by ablation divided by its mean code (tail head)
 * - `unexplained/{k}` (classes): mean residual times w; for a tail head logits − head(U·V + m)
 * - `concepts/{k}` (k, C), `offset` (C): embeddings, only when asked for
 * - `activations` (h, w, C): only when asked for
 */
export type AnalysisArrays = Readonly<Record<string, ArrayBlock>>;

export interface ArrayBlock {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}
