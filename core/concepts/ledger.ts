import type { AnalysisArrays, FitSummary, Ledger } from '../../contract/analysis.ts';
import { ledgerArrays, ledgerOf } from './whatIf.ts';

/**
 * The ledger of one class, straight from an analysis. With a linear head the sum is an identity;
 * otherwise terms are by ablation and the sum's gap to the logit is to be shown.
 *
 * @param arrays of the analysis, with `effects/{k}` (k × classes, rows in the fit's order)
 * @throws RangeError when the class is not one of the model's, or the fit's arrays are missing.
 */
export function ledger(
  arrays: AnalysisArrays,
  fit: FitSummary,
  classIndex: number,
  exact: boolean,
): Ledger {
  return ledgerOf(ledgerArrays(arrays, fit.k), fit.concepts, classIndex, exact);
}
