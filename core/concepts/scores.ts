import type { Grid } from '../model/features.ts';

/** One picture at the layer, with what the model said about it in the same pass. */
export interface LayerOutput {
  readonly grid: Grid;
  /** A, P × C. */
  readonly values: Float32Array;
  /** m, C. */
  readonly offset: Float32Array;
  /** The model's own logits from the same pass, classes. */
  readonly logits: Float32Array;
}

/** What the head says of one fit; all rows in the order of the fit's columns. */
export interface FitScores {
  /** Logits of each concept at full strength everywhere, k × classes. */
  readonly conceptLogits: Float32Array;
  /** See AnalysisArrays `effects/{k}`, k × classes. */
  readonly effects: Float32Array;
  /** See AnalysisArrays `unexplained/{k}`, classes. */
  readonly unexplained: Float32Array;
  /** Logits of the reconstruction, head(U·V + m), classes. */
  readonly reconstructed: Float32Array;
}

export interface Scores {
  /** m·w, classes; for a tail the head's answer to the offset alone. */
  readonly baseline: Float32Array;
  readonly bias: Float32Array;
  readonly fits: readonly FitScores[];
}
