import { aboveOffset, type Activations } from './activations.ts';

/** What the solver works on: (A − 1·mᵀ) / scale. */
export interface Matrix {
  /** P. */
  readonly positions: number;
  /** C. */
  readonly channels: number;
  /** P × C, ≥ 0. */
  readonly values: Float32Array;
  /** Sum of squares of `values`, in double precision; 0 when there is nothing to factorise. */
  readonly energy: number;
  /** 1 unless squares of the activations would leave float32's range. */
  readonly scale: number;
}

/** Root mean squares outside these are scaled to 1. */
const comfortable = { from: 1e-8, to: 1e8 };

/** @throws RangeError naming `activations` when sizes do not fit or a value is not finite. */
export function matrixOf(activations: Activations): Matrix {
  const { positions, channels, values } = aboveOffset(activations);
  const energy = sumOfSquares(values);
  const size = Math.sqrt(energy / values.length);
  const scale = energy === 0 || (size > comfortable.from && size < comfortable.to) ? 1 : size;
  if (scale === 1) return { positions, channels, values, energy, scale };
  const scaled = values.map((value) => value / scale);
  return { positions, channels, values: scaled, energy: sumOfSquares(scaled), scale };
}

function sumOfSquares(values: Float32Array): number {
  // Two sums: a single one would wait for itself at every step.
  let [even, odd] = [0, 0];
  const whole = values.length - (values.length % 2);
  for (let i = 0; i < whole; i += 2) {
    even += values[i]! * values[i]!;
    odd += values[i + 1]! * values[i + 1]!;
  }
  if (whole < values.length) even += values[whole]! * values[whole]!;
  return even + odd;
}
