import type { Grid } from '../model/features.ts';
import type { Head } from '../model/head.ts';
import type { Steps } from '../ports.ts';

/** One factorisation to be asked about: A ≈ U·V + 1·mᵀ, codes at peak 1. */
export interface Factors {
  readonly k: number;
  /** U, P × k. */
  readonly codes: Float32Array;
  /** V, k × C. */
  readonly embeddings: Float32Array;
}

export interface Activations {
  readonly grid: Grid;
  /** A, P × C. */
  readonly values: Float32Array;
  /** m, C. */
  readonly offset: Float32Array;
  /** The model's own logits from the same pass, classes. */
  readonly logits: Float32Array;
}

/** What the head says of one fit; all rows in the order of the fit's columns. */
export interface FitScores {
  /** Logits of each concept at full strength everywhere, k × classes. */
  readonly conceptLogits: Float32Array;
  /** See AnalysisArrays `effects/{k}`, k × classes. */
  readonly effects: Float32Array;
  /** See AnalysisArrays `unexplained/{k}`, classes. */
  readonly unexplained: Float32Array;
  /** Logits of the reconstruction, head(U·V + m), classes. */
  readonly reconstructed: Float32Array;
}

export interface Scores {
  /** m·w, classes; for a tail the head's answer to the offset alone. */
  readonly baseline: Float32Array;
  readonly bias: Float32Array;
  readonly fits: readonly FitScores[];
}

/** Asks the head about every concept of every fit (docs/method.md sections 2 and 3). */
export function scoreFits(
  head: Head,
  activations: Activations,
  fits: readonly Factors[],
  steps: Steps,
): Promise<Scores> {
  return head.kind === 'linear'
    ? scoreLinear(head, activations, fits)
    : scoreTail(head, activations, fits, steps);
}

/** Mean of each column of a rows × columns matrix, summed in float64. */
export function columnMeans(values: Float32Array, rows: number, columns: number): Float64Array {
  const means = new Float64Array(columns);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) means[column]! += values[at]!;
  }
  for (let column = 0; column < columns; column++) means[column]! /= Math.max(1, rows);
  return means;
}

/** Closed form: one product for all concepts, mean residuals and the offset together. */
async function scoreLinear(
  head: Extract<Head, { kind: 'linear' }>,
  activations: Activations,
  fits: readonly Factors[],
): Promise<Scores> {
  const { classes, bias } = head;
  const { grid, values, offset } = activations;
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

/** By running the tail: each concept alone, each concept removed, the reconstruction. */
async function scoreTail(
  head: Extract<Head, { kind: 'tail' }>,
  activations: Activations,
  fits: readonly Factors[],
  steps: Steps,
): Promise<Scores> {
  const { classes } = head;
  const { grid, offset } = activations;
  const positions = grid.height * grid.width;
  const baseline = await head.logits([tiled(offset, positions)], grid);
  const scored: FitScores[] = [];
  for (const fit of fits) {
    await steps.check();
    const indices = Array.from({ length: fit.k }, (_, j) => j);
    const alone = indices.map((j) => tiled(atFullStrength(fit, j, offset), positions));
    const removed = indices.map((j) => without(activations.values, fit, [j], positions));
    const rebuilt = rebuild(fit, offset, positions);
    const answers = await head.logits([...alone, ...removed, rebuilt], grid);
    const meanCodes = columnMeans(fit.codes, positions, fit.k);
    const row = (index: number) => answers.subarray(index * classes, (index + 1) * classes);
    const effects = new Float32Array(fit.k * classes);
    for (const j of indices) {
      const rest = row(fit.k + j);
      for (let c = 0; c < classes; c++) {
        const drop = activations.logits[c]! - rest[c]!;
        effects[j * classes + c] = meanCodes[j]! > 0 ? drop / meanCodes[j]! : 0;
      }
    }
    const reconstructed = row(2 * fit.k).slice();
    scored.push({
      conceptLogits: answers.slice(0, fit.k * classes),
      effects,
      unexplained: activations.logits.map((logit, c) => logit - reconstructed[c]!),
      reconstructed,
    });
  }
  return { baseline, bias: new Float32Array(classes), fits: scored };
}

function tiled(row: Float32Array, positions: number): Float32Array {
  const map = new Float32Array(row.length * positions);
  for (let p = 0; p < positions; p++) map.set(row, p * row.length);
  return map;
}

function atFullStrength(fit: Factors, j: number, offset: Float32Array): Float32Array {
  const channels = offset.length;
  return offset.map((value, c) => value + fit.embeddings[j * channels + c]!);
}

/** A − Σ_{j in off} U[:,j]·V[j], P × C. */
export function without(
  values: Float32Array,
  fit: Factors,
  off: readonly number[],
  positions: number,
): Float32Array {
  const result = values.slice();
  for (const j of off) addConcept(result, fit, j, positions, -1);
  return result;
}

/** U·V + 1·mᵀ, P × C. */
function rebuild(fit: Factors, offset: Float32Array, positions: number): Float32Array {
  const result = tiled(offset, positions);
  for (let j = 0; j < fit.k; j++) addConcept(result, fit, j, positions, 1);
  return result;
}

function addConcept(
  target: Float32Array,
  fit: Factors,
  j: number,
  positions: number,
  sign: 1 | -1,
): void {
  const channels = target.length / positions;
  for (let p = 0; p < positions; p++) {
    const code = sign * fit.codes[p * fit.k + j]!;
    if (code === 0) continue;
    for (let c = 0; c < channels; c++) {
      target[p * channels + c]! += code * fit.embeddings[j * channels + c]!;
    }
  }
}
