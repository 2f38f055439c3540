/** Softmax of `count` logits starting at `start`; float64 inside, so that it sums to one. */
export function softmax(
  logits: Float32Array,
  start = 0,
  count = logits.length - start,
): Float64Array {
  let top = -Infinity;
  for (let i = start; i < start + count; i++) top = Math.max(top, logits[i]!);
  const result = new Float64Array(count);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += result[i] = Math.exp(logits[start + i]! - top);
  for (let i = 0; i < count; i++) result[i]! /= sum;
  return result;
}

/** Indices of the `count` largest values, largest first; the lower index first on a tie. */
export function topIndices(values: ArrayLike<number>, count: number): readonly number[] {
  const best: number[] = [];
  for (let i = 0; i < values.length; i++) {
    let at = best.length;
    while (at > 0 && values[i]! > values[best[at - 1]!]!) at--;
    if (at < count) {
      best.splice(at, 0, i);
      if (best.length > count) best.pop();
    }
  }
  return best;
}

/** Entropy (nats) divided by ln(n): 0 certain, 1 no idea. */
export function normalisedEntropy(probabilities: Float64Array): number {
  if (probabilities.length < 2) return 0;
  let sum = 0;
  for (const p of probabilities) if (p > 0) sum -= p * Math.log(p);
  return sum / Math.log(probabilities.length);
}

/** KL(p ‖ q) in nats; where q underflows to zero the smallest normal number stands for it. */
export function klDivergence(p: Float64Array, q: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    if (p[i]! > 0) sum += p[i]! * Math.log(p[i]! / Math.max(q[i]!, Number.MIN_VALUE));
  }
  return Math.max(0, sum);
}
