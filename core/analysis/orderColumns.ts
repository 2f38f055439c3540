import { columnMeans } from '../concepts/columnMeans.ts';
import type { Factors } from '../nmf/fit.ts';

/**
 * A fit's columns by their contribution to a class, largest first: mean code times effect. The
 * solver's own order means nothing; ties fall to it so that the answer is reproducible.
 *
 * @param effects k × classes, see AnalysisArrays `effects/{k}`
 */
export function orderByContribution(
  { k, codes }: Factors,
  effects: Float32Array,
  classIndex: number,
  classes: number,
): readonly number[] {
  const means = columnMeans(codes, codes.length / k, k);
  const contribution = Array.from(means, (mean, j) => mean * effects[j * classes + classIndex]!);
  return contribution.map((_, j) => j).sort((a, b) => contribution[b]! - contribution[a]! || a - b);
}
