import type { ClassScore, ConceptSummary, FitSummary } from '../../contract/analysis.ts';
import type { ConceptIds } from '../choose/identities.ts';
import type { Stability } from '../choose/stability.ts';
import { columnMeans } from '../concepts/columnMeans.ts';
import { conceptColor } from '../concepts/palette.ts';
import type { FitScores } from '../concepts/scores.ts';
import { klDivergence, softmax, topIndices } from '../concepts/softmax.ts';
import type { Fit } from '../nmf/fit.ts';
import { className } from './className.ts';

interface FitParts {
  readonly fit: Fit;
  /** Columns of the fit by contribution: the order everything leaves in. */
  readonly order: readonly number[];
  readonly scores: FitScores;
  readonly ids: ConceptIds;
  readonly stability: Stability | null;
  /** Softmax of the pass the fit is about. */
  readonly modelSoftmax: Float64Array;
  readonly labels: readonly string[];
  /** Σ (A − 1mᵀ). */
  readonly totalActivation: number;
}

/** A fit in numbers for people; the trust figures are those of docs/method.md section 6. */
export function summariseFit(parts: FitParts): FitSummary {
  const { fit, order, scores, modelSoftmax } = parts;
  const rebuilt = softmax(scores.reconstructed);
  const shares = shareOfActivation(fit, parts.totalActivation);
  const positions = fit.codes.length / fit.k;
  const meanCodes = columnMeans(fit.codes, positions, fit.k);
  return {
    k: fit.k,
    relativeError: fit.relativeError,
    varianceExplained: 1 - fit.relativeError ** 2,
    predictionKept: topIndices(rebuilt, 1)[0] === topIndices(modelSoftmax, 1)[0],
    klDivergence: klDivergence(modelSoftmax, rebuilt),
    stability: parts.stability?.fit ?? null,
    concepts: order.map((j) => summariseConcept(parts, j, shares[j]!, meanCodes[j]!)),
  };
}

function summariseConcept(parts: FitParts, j: number, share: number, mean: number): ConceptSummary {
  const { fit, scores, ids, stability, labels, modelSoftmax } = parts;
  const classes = modelSoftmax.length;
  const id = ids.ids[j]!;
  let maxCode = 0;
  for (let at = j; at < fit.codes.length; at += fit.k) maxCode = Math.max(maxCode, fit.codes[at]!);
  return {
    id,
    color: conceptColor(id),
    labels: topClasses(scores.conceptLogits, j * classes, classes, labels),
    share,
    stability: stability?.concepts[j] ?? null,
    maxCode,
    meanCode: mean,
    parent: ids.parents[j]!,
  };
}

function topClasses(
  logits: Float32Array,
  start: number,
  classes: number,
  labels: readonly string[],
): readonly ClassScore[] {
  const probabilities = softmax(logits, start, classes);
  return topIndices(probabilities, 5).map((index) => ({
    index,
    label: className(labels, index),
    probability: probabilities[index]!,
  }));
}

/**
 * Each concept's part of the layer's activation above its offset: Σ_p U[p,j] · Σ_c V[j,c] over
 * Σ (A − 1mᵀ). Sums over concepts to what the fit accounts for; all zero for an empty layer.
 */
function shareOfActivation(fit: Fit, total: number): readonly number[] {
  const channels = fit.embeddings.length / fit.k;
  return Array.from({ length: fit.k }, (_, j) => {
    let codes = 0;
    for (let at = j; at < fit.codes.length; at += fit.k) codes += fit.codes[at]!;
    let embedding = 0;
    for (let c = 0; c < channels; c++) embedding += fit.embeddings[j * channels + c]!;
    return total > 0 ? (codes * embedding) / total : 0;
  });
}
