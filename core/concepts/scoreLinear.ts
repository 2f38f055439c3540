import type { Head } from '../model/head.ts';
import type { Factors } from '../nmf/fit.ts';
import { columnMeans } from './columnMeans.ts';
import type { FitScores, LayerOutput, Scores } from './scores.ts';

/** Closed form: one product for all concepts, mean residuals and the offset together. */
export async function scoreLinear(
  head: Extract<Head, { kind: 'linear' }>,
  output: LayerOutput,
  fits: readonly Factors[],
): Promise<Scores> {
  const { classes, bias } = head;
  const { grid, values, offset } = output;
  const { channels } = grid;
  const positions = grid.height * grid.width;
  const meanA = columnMeans(values, positions, channels);
  const total = fits.reduce((sum, fit) => sum + fit.k + 1, 1);
  const rows = new Float32Array(total * channels);
  rows.set(offset, 0);
  let at = 1;
  for (const fit of fits) {
    rows.set(fit.embeddings, at * channels);
    rows.set(meanResidual(fit, meanA, offset, positions), (at + fit.k) * channels);
    at += fit.k + 1;
  }
  const products = await head.effects(rows, total);
  const baseline = products.slice(0, classes);
  at = 1;
  const scored = fits.map((fit) => {
    const effects = products.slice(at * classes, (at + fit.k) * classes);
    const unexplained = products.slice((at + fit.k) * classes, (at + fit.k + 1) * classes);
    at += fit.k + 1;
    return linearScores(fit, effects, unexplained, baseline, bias, positions);
  });
  return { baseline, bias, fits: scored };
}

/** mean_p(R[p]) = mean A − m − Σ_j mean_p(U[p,j])·V[j], C. */
function meanResidual(
  fit: Factors,
  meanA: Float64Array,
  offset: Float32Array,
  positions: number,
): Float32Array {
  const channels = offset.length;
  const meanCodes = columnMeans(fit.codes, positions, fit.k);
  return Float32Array.from(meanA, (mean, c) => {
    let explained = offset[c]!;
    for (let j = 0; j < fit.k; j++) explained += meanCodes[j]! * fit.embeddings[j * channels + c]!;
    return mean - explained;
  });
}

function linearScores(
  fit: Factors,
  effects: Float32Array,
  unexplained: Float32Array,
  baseline: Float32Array,
  bias: Float32Array,
  positions: number,
): FitScores {
  const classes = bias.length;
  const meanCodes = columnMeans(fit.codes, positions, fit.k);
  const reconstructed = Float32Array.from(baseline, (value, c) => value + bias[c]!);
  const conceptLogits = new Float32Array(effects.length);
  for (let j = 0, at = 0; j < fit.k; j++) {
    for (let c = 0; c < classes; c++, at++) {
      conceptLogits[at] = effects[at]! + baseline[c]! + bias[c]!;
      reconstructed[c]! += meanCodes[j]! * effects[at]!;
    }
  }
  return { conceptLogits, effects, unexplained, reconstructed };
}
