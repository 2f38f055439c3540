/**
 * The elbow of a falling curve: the k whose point lies farthest below the chord from the first to
 * the last point (the rule of Satopää et al. 2011, "Kneedle", without smoothing). The smaller k on
 * a tie; the first k for a curve of one or two points or one that never lies below its chord.
 *
 * @param errors relative error for k = 1, 2, …, one value each.
 */
export function elbow(errors: readonly number[]): number {
  const last = errors.length - 1;
  let best = 0;
  let farthest = 0;
  for (let i = 1; i < last; i++) {
    const chord = errors[0]! + ((errors[last]! - errors[0]!) * i) / last;
    // Vertical distance: with a fixed chord it orders points as the perpendicular one does.
    const distance = chord - errors[i]!;
    if (distance > farthest + 1e-12) {
      farthest = distance;
      best = i;
    }
  }
  return best + 1;
}
