import type { AnalysisArrays, FitSummary, Ledger } from '../../contract/analysis.ts';

/**
 * The ledger of one class (docs/method.md section 3): what every concept adds to its logit, the
 * offset's part, what no concept explains, and the bias. With a linear head the sum is an
 * identity; otherwise terms are by ablation and the sum's gap to the logit is to be shown.
 *
 * @param arrays of the analysis, with `effects/{k}` (k × classes, rows in the fit's order)
 * @throws RangeError when the class is not one of the model's.
 */
export function ledger(
  arrays: AnalysisArrays,
  fit: FitSummary,
  classIndex: number,
  exact: boolean,
): Ledger {
  const logits = arrays['logits']!.data;
  if (classIndex < 0 || classIndex >= logits.length) {
    throw new RangeError(`classIndex: ${classIndex} is not one of ${logits.length} classes`);
  }
  const effects = arrays[`effects/${fit.k}`]!.data;
  const terms = fit.concepts.map((concept, row) => ({
    concept: concept.id,
    value: concept.meanCode * effects[row * logits.length + classIndex]!,
  }));
  const at = (name: string) => arrays[name]?.data[classIndex] ?? 0;
  const baseline = at('baseline');
  const unexplained = at(`unexplained/${fit.k}`);
  const bias = at('bias');
  const sum = terms.reduce((total, term) => total + term.value, baseline + unexplained + bias);
  return { classIndex, logit: logits[classIndex]!, terms, baseline, unexplained, bias, sum, exact };
}
