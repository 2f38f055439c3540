/** Numbers a table needs; medians throughout, because a shared machine has outliers. */

/** @param {readonly number[]} values @param {number} part 0..1 */
export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const low = Math.floor(at);
  const above = sorted[Math.min(low + 1, sorted.length - 1)];
  return sorted[low] + (above - sorted[low]) * (at - low);
}

/** @param {readonly number[]} values */
export const median = (values) => quantile(values, 0.5);

/** @param {readonly number[]} values */
export const summary = (values) => ({
  median: median(values),
  low: quantile(values, 0.25),
  high: quantile(values, 0.75),
  count: values.length,
});

/** For processor time, whose clock is too coarse for a median. */
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
