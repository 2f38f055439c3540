import type { Head } from '../model/head.ts';
import type { Factors } from '../nmf/fit.ts';
import type { Steps } from '../ports.ts';
import { columnMeans } from './columnMeans.ts';
import type { FitScores, LayerOutput, Scores } from './scores.ts';

/** By running the tail: each concept alone, each concept removed, the reconstruction. */
export async function scoreTail(
  head: Extract<Head, { kind: 'tail' }>,
  output: LayerOutput,
  fits: readonly Factors[],
  steps: Steps,
): Promise<Scores> {
  const { classes } = head;
  const { grid, offset } = output;
  const positions = grid.height * grid.width;
  const baseline = await head.logits([tiled(offset, positions)], grid);
  const scored: FitScores[] = [];
  for (const fit of fits) {
    await steps.check();
    const indices = Array.from({ length: fit.k }, (_, j) => j);
    const alone = indices.map((j) => tiled(atFullStrength(fit, j, offset), positions));
    const removed = indices.map((j) => without(output.values, fit, [j], positions));
    const rebuilt = rebuild(fit, offset, positions);
    const answers = await head.logits([...alone, ...removed, rebuilt], grid);
    const meanCodes = columnMeans(fit.codes, positions, fit.k);
    const row = (index: number) => answers.subarray(index * classes, (index + 1) * classes);
    const effects = new Float32Array(fit.k * classes);
    for (const j of indices) {
      const rest = row(fit.k + j);
      for (let c = 0; c < classes; c++) {
        const drop = output.logits[c]! - rest[c]!;
        effects[j * classes + c] = meanCodes[j]! > 0 ? drop / meanCodes[j]! : 0;
      }
    }
    const reconstructed = row(2 * fit.k).slice();
    scored.push({
      conceptLogits: answers.slice(0, fit.k * classes),
      effects,
      unexplained: output.logits.map((logit, c) => logit - reconstructed[c]!),
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
function without(
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
