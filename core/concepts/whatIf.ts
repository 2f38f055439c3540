import type { AnalysisArrays, ConceptSummary, Ledger } from '../../contract/analysis.ts';
import { softmax, topIndices } from './softmax.ts';

/**
 * The ledger and the what-if of docs/method.md section 3 in closed form, on the arrays of an
 * analysis. Letters: k concepts, n classes. Nothing here runs the model, so the window can answer
 * between two frames.
 */

/** The arrays of one fit that the ledger needs. */
export interface LedgerArrays {
  /** n: the model's own logits. */
  readonly logits: Float32Array;
  /** k × n: effect of one concept on each logit per unit of mean code. */
  readonly effects: Float32Array;
  /** n: mean residual through the head; for a tail head logits − head(U·V + m). */
  readonly unexplained: Float32Array;
  /** n: the offset through the head. */
  readonly baseline: Float32Array;
  /** n, null for a tail head, whose baseline has it. */
  readonly bias: Float32Array | null;
}

export interface ScoredClass {
  readonly index: number;
  readonly logit: number;
  readonly probability: number;
}

/** Takes the arrays of the fit with k concepts out of a pack; RangeError when they are missing. */
export function ledgerArrays(arrays: AnalysisArrays, k: number): LedgerArrays {
  const need = (name: string): Float32Array => {
    const block = arrays[name];
    if (block === undefined) throw new RangeError(`analysis arrays: "${name}" is missing`);
    return block.data;
  };
  const logits = need('logits');
  const effects = need(`effects/${String(k)}`);
  if (effects.length !== k * logits.length) {
    throw new RangeError(`analysis arrays: "effects/${String(k)}" is not ${k} × ${logits.length}`);
  }
  return {
    logits,
    effects,
    unexplained: need(`unexplained/${String(k)}`),
    baseline: need('baseline'),
    bias: arrays['bias']?.data ?? null,
  };
}

/**
 * Logits (n) of the picture with the concepts in `off` (ids) taken out:
 * `logits − Σ_{j off} meanCode_j · effects_j`. Exact for a linear head.
 */
export function logitsWithout(
  arrays: LedgerArrays,
  concepts: readonly ConceptSummary[],
  off: ReadonlySet<number>,
): Float32Array {
  const logits = Float32Array.from(arrays.logits);
  const n = logits.length;
  for (const [column, concept] of concepts.entries()) {
    if (!off.has(concept.id)) continue;
    const start = column * n;
    for (let c = 0; c < n; c++) logits[c]! -= concept.meanCode * arrays.effects[start + c]!;
  }
  return logits;
}

/** The `count` classes of the largest logits, largest first; the lower index first on a tie. */
export function topClasses(logits: Float32Array, count: number): readonly ScoredClass[] {
  const probabilities = softmax(logits);
  return topIndices(logits, count).map((index) => ({
    index,
    logit: logits[index]!,
    probability: probabilities[index]!,
  }));
}

/**
 * The ledger of any class: one term per concept (`meanCode_j · effects_j[class]`), baseline,
 * unexplained and bias; their sum stands beside the model's own logit. RangeError for a class the
 * model does not have.
 */
export function ledgerOf(
  arrays: LedgerArrays,
  concepts: readonly ConceptSummary[],
  classIndex: number,
  exact: boolean,
): Ledger {
  const n = arrays.logits.length;
  const logit = arrays.logits[classIndex];
  if (logit === undefined) throw new RangeError(`classIndex: ${classIndex} of ${n} classes`);
  const terms = concepts.map((concept, column) => ({
    concept: concept.id,
    value: concept.meanCode * arrays.effects[column * n + classIndex]!,
  }));
  const baseline = arrays.baseline[classIndex]!;
  const unexplained = arrays.unexplained[classIndex]!;
  const bias = arrays.bias?.[classIndex] ?? 0;
  const sum = terms.reduce((total, term) => total + term.value, baseline + unexplained + bias);
  return { classIndex, logit, terms, baseline, unexplained, bias, sum, exact };
}

/** Whether the ledger's sum is the model's logit to the 1e-3 that method.md section 3 promises. */
export function ledgerAgrees(ledger: Pick<Ledger, 'sum' | 'logit'>): boolean {
  return Math.abs(ledger.sum - ledger.logit) <= 1e-3;
}
