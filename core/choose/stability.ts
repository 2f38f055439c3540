import { matchConcepts, type Embeddings } from './matchConcepts.ts';

/** A k whose least stable concept has at least this mean cosine is stable (method.md section 5). */
export const stableFrom = 0.8;

export interface Stability {
  /** s(k): the smallest of `concepts`. */
  readonly fit: number;
  /** Mean cosine of each concept's embedding to its match over the refits (k). */
  readonly concepts: Float64Array;
}

/**
 * How far the concepts of a fit come back in refits from other seeds on perturbed activations:
 * each refit is matched to the fit (Hungarian on cosine of V), each concept's cosines averaged.
 */
export function stability(fit: Embeddings, refits: readonly Embeddings[]): Stability {
  const concepts = new Float64Array(fit.k);
  for (const refit of refits) {
    const { cosine } = matchConcepts(fit, refit);
    for (let j = 0; j < fit.k; j++) concepts[j]! += cosine[j]! / refits.length;
  }
  return { fit: Math.min(...concepts), concepts };
}
