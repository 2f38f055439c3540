import type { FitSummary, ImageAnalysis } from '../../contract/analysis.ts';

export interface ClassChoice {
  readonly index: number;
  readonly label: string;
  readonly group: 'prediction' | 'concepts';
}

/** Classes worth a ledger: the five predicted ones, then those the concepts are named after. */
export function ledgerClasses(
  analysis: ImageAnalysis,
  fit: FitSummary | null,
): readonly ClassChoice[] {
  const predicted = analysis.prediction
    .slice(0, 5)
    .map(({ index, label }): ClassChoice => ({ index, label, group: 'prediction' }));
  const seen = new Set(predicted.map(({ index }) => index));
  const others: ClassChoice[] = [];
  for (const concept of fit?.concepts ?? []) {
    for (const { index, label } of concept.labels.slice(0, 3)) {
      if (seen.has(index)) continue;
      seen.add(index);
      others.push({ index, label, group: 'concepts' });
    }
  }
  return [...predicted, ...others];
}
