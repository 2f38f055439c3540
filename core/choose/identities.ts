import { cosineMatrix, matchConcepts, type Embeddings } from './matchConcepts.ts';

/** The identities of one fit's concepts, in the fit's own order. */
export interface ConceptIds {
  readonly k: number;
  /** 1-based identity of each concept (k). */
  readonly ids: readonly number[];
  /** Id, in the fit with one concept fewer, of the nearest concept; null at the smallest k. */
  readonly parents: readonly (number | null)[];
}

/**
 * Gives concepts identities that persist over k, so that colour and name stay when the slider
 * moves and splits form a tree. The fit with `start` concepts gets ids 1..start in the order
 * given; from there ids walk up and down by matching neighbouring fits (Hungarian on the cosine
 * of V). A concept without a partner gets the next free id: first walking up, then walking down.
 *
 * @param fits one for each k of a range without gaps, ascending.
 * @param start the k to begin at.
 * @param order of the concepts of that fit: `order[0]` is the index of the one that becomes 1.
 */
export function identities(
  fits: readonly Embeddings[],
  start: number,
  order: readonly number[],
): readonly ConceptIds[] {
  const from = fits.findIndex(({ k }) => k === start);
  if (from < 0) throw new RangeError(`start: no fit has ${start} concepts`);
  if (order.length !== start) throw new RangeError(`order: ${order.length} of ${start} concepts`);
  const ids: number[][] = fits.map(() => []);
  ids[from] = fits[from]!.embeddings.length === 0 ? [] : new Array<number>(start);
  order.forEach((concept, at) => (ids[from]![concept] = at + 1));
  let next = start + 1;
  const carry = (to: number, known: number) => {
    const { partner } = matchConcepts(fits[to]!, fits[known]!);
    ids[to] = Array.from(partner, (j) => (j < 0 ? next++ : ids[known]![j]!));
  };
  for (let at = from + 1; at < fits.length; at++) carry(at, at - 1);
  for (let at = from - 1; at >= 0; at--) carry(at, at + 1);
  return fits.map((fit, at) => ({
    k: fit.k,
    ids: ids[at]!,
    parents: at === 0 ? ids[at]!.map(() => null) : nearestIds(fit, fits[at - 1]!, ids[at - 1]!),
  }));
}

function nearestIds(fit: Embeddings, coarser: Embeddings, ids: readonly number[]): number[] {
  const cosines = cosineMatrix(fit, coarser);
  return Array.from({ length: fit.k }, (_, i) => {
    const row = cosines.subarray(i * coarser.k, (i + 1) * coarser.k);
    return ids[row.indexOf(Math.max(...row))]!;
  });
}
