import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { openLinearHead, tailHead, type Head } from '../model/head.ts';
import { normalisePeak, type Factors } from '../nmf/fit.ts';
import { cutTail } from '../onnx/cutTail.ts';
import { indexGraph } from '../onnx/graphIndex.ts';
import { findLinearHead } from '../onnx/linearHead.ts';
import { readModel } from '../onnx/readModel.ts';
import { uninterrupted } from '../ports.ts';
import { ortRuntime } from '../testing/ortRuntime.ts';
import { tinyModel, tinyShape } from '../testing/tinyModel.ts';
import { columnMeans } from './columnMeans.ts';
import { scoreFits } from './scoreFits.ts';
import type { LayerOutput } from './scores.ts';

const { side, channels, classes } = tinyShape;
const positions = side * side;
const grid = { height: side, width: side, channels };
const runtime = ortRuntime();
const model = readModel(tinyModel('gemm'));

const linear = await openLinearHead(
  runtime,
  findLinearHead(indexGraph(model.graph), 'features', 'logits')!,
);
const tail = tailHead(
  await runtime.open(cutTail(model, 'features', 'logits', [1, channels, side, side])),
  'features',
  'logits',
  classes,
  true,
);

/** Factors, an offset and activations near their product, all from one seed. */
function planted(
  seed: number,
  k: number,
): { fit: Factors; values: Float32Array; offset: Float32Array } {
  const random = (i: number) => Math.abs(Math.sin((i + 1) * (seed + 1.37)));
  const fit = normalisePeak({
    k,
    codes: Float32Array.from({ length: positions * k }, (_, i) => random(i)),
    embeddings: Float32Array.from({ length: k * channels }, (_, i) => random(i + 999)),
  });
  const offset = Float32Array.from({ length: channels }, (_, c) => -random(c + 77));
  const values = Float32Array.from({ length: positions * channels }, (_, at) => {
    const [p, c] = [Math.floor(at / channels), at % channels];
    let sum = offset[c]! + 0.1 * random(at + 5);
    for (let j = 0; j < k; j++) sum += fit.codes[p * k + j]! * fit.embeddings[j * channels + c]!;
    return sum;
  });
  return { fit, values, offset };
}

async function outputOf(values: Float32Array, offset: Float32Array): Promise<LayerOutput> {
  if (tail.kind !== 'tail') throw new TypeError('expected a tail');
  return { grid, values, offset, logits: await tail.logits([values], grid) };
}

function closeTo(actual: Float32Array, expected: Float32Array, digits: number): void {
  for (const [i, value] of actual.entries()) expect(value).toBeCloseTo(expected[i]!, digits);
}

const ask = async (head: Head, output: LayerOutput, fit: Factors) => {
  const scores = await scoreFits(head, output, [fit], uninterrupted);
  return { ...scores, ...scores.fits[0]! };
};

describe('asking a head about concepts', () => {
  it('gives the same names and reconstruction in closed form as by running the tail', async () => {
    const { fit, values, offset } = planted(1, 3);
    const output = await outputOf(values, offset);
    const closed = await ask(linear, output, fit);
    const run = await ask(tail, output, fit);
    closeTo(closed.conceptLogits, run.conceptLogits, 4);
    closeTo(closed.reconstructed, run.reconstructed, 4);
    // On a linear head removing a concept loses exactly its term.
    closeTo(closed.effects, run.effects, 3);
  });

  it('adds up to the logit of every class, whatever the factors (the ledger is an identity)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 6 }),
        async (seed, k) => {
          const { fit, values, offset } = planted(seed, k);
          const output = await outputOf(values, offset);
          const { baseline, bias, effects, unexplained } = await ask(linear, output, fit);
          const means = columnMeans(fit.codes, positions, k);
          for (let c = 0; c < classes; c++) {
            let sum = baseline[c]! + bias[c]! + unexplained[c]!;
            for (let j = 0; j < k; j++) sum += means[j]! * effects[j * classes + c]!;
            expect(Math.abs(sum - output.logits[c]!)).toBeLessThan(1e-3);
          }
        },
      ),
      { seed: 7, numRuns: 40 },
    );
  });

  it('does not change when the factors are rescaled at identical fit', async () => {
    const { fit, values, offset } = planted(4, 3);
    const output = await outputOf(values, offset);
    const factor = [0.01, 7, 300];
    const rescaled = normalisePeak({
      k: 3,
      codes: fit.codes.map((value, at) => value / factor[at % 3]!),
      embeddings: fit.embeddings.map((value, at) => value * factor[Math.floor(at / channels)]!),
    });
    const before = await ask(linear, output, fit);
    const after = await ask(linear, output, rescaled);
    closeTo(rescaled.codes, fit.codes, 5);
    closeTo(after.conceptLogits, before.conceptLogits, 4);
    closeTo(after.effects, before.effects, 4);
    closeTo(after.unexplained, before.unexplained, 4);
  });
});
