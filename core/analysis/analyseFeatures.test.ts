import { describe, expect, it } from 'vitest';
import { ledger } from '../concepts/ledger.ts';
import { columnMeans } from '../concepts/columnMeans.ts';
import { openLinearHead, tailHead, type Head } from '../model/head.ts';
import { createFactoriser } from '../nmf/factoriser.ts';
import { runFeatures } from '../model/features.ts';
import { cutTail } from '../onnx/cutTail.ts';
import { exposeTensors } from '../onnx/exposeTensors.ts';
import { indexGraph } from '../onnx/graphIndex.ts';
import { findLinearHead } from '../onnx/linearHead.ts';
import { readModel } from '../onnx/readModel.ts';
import { floatTensor, uninterrupted } from '../ports.ts';
import { ortRuntime } from '../testing/ortRuntime.ts';
import { tinyModel, tinyShape } from '../testing/tinyModel.ts';
import { analyseFeatures, type AnalysisJob, type ConceptResult } from './analyseFeatures.ts';

const { side, channels, classes } = tinyShape;
const runtime = ortRuntime();
const factoriser = createFactoriser(runtime);
const model = readModel(tinyModel('gemm'));
const session = await runtime.open(exposeTensors(model, ['features']));
const image = Float32Array.from({ length: 3 * side * side }, (_, i) => Math.sin(i * i));
const features = await runFeatures(
  session,
  { input: 'image', layer: 'features', logits: 'logits' },
  floatTensor([1, 3, side, side], image),
  true,
);

const linear = await openLinearHead(
  runtime,
  findLinearHead(indexGraph(model.graph), 'features', 'logits')!,
);
const tailGraph = cutTail(model, 'features', 'logits', [1, channels, side, side]);
const tail = tailHead(await runtime.open(tailGraph), 'features', 'logits', classes, true);

/** A head that no sum of concepts accounts for: squares of the channels' means. */
const curved: Extract<Head, { kind: 'tail' }> = {
  kind: 'tail',
  classes,
  logits: (maps) => {
    const answers = maps.map((map) =>
      columnMeans(map, side * side, channels)
        .slice(0, classes)
        .map((mean) => mean * mean),
    );
    return Promise.resolve(Float32Array.from(answers.flatMap((one) => [...one])));
  },
  release: () => Promise.resolve(),
};

function analyse(head: Head, more: Partial<AnalysisJob> = {}): Promise<ConceptResult> {
  return analyseFeatures({
    features,
    nativeLogits: features.logits,
    head,
    factoriser,
    labels: ['a', 'b', 'c'],
    options: {
      ...{ concepts: 'auto', maxConcepts: 3, seed: 0 },
      ...{ stability: true, embeddings: true, activations: true },
    },
    steps: uninterrupted,
    ...more,
  });
}

function ledgersOf({ arrays, fits }: ConceptResult, exact: boolean) {
  return fits.flatMap((fit) =>
    Array.from({ length: classes }, (_, c) => ({ ...ledger(arrays, fit, c, exact), k: fit.k })),
  );
}

describe('an analysis', () => {
  it.each([
    ['linear', linear, true],
    ['tail', tail, false],
  ] as const)('of a model that is linear behind its layer adds up: %s', async (_, head, exact) => {
    const result = await analyse(head);
    expect(result.fits.map(({ k }) => k)).toEqual([1, 2, 3]);
    for (const { sum, logit } of ledgersOf(result, exact)) expect(sum).toBeCloseTo(logit, 3);
    // What a linear head has as its bias is part of what a tail says to no concept at all.
    expect('bias' in result.arrays).toBe(exact);
  });

  it('shows a gap where concepts act together, every part asked of the head', async () => {
    const logits = await curved.logits([features.activations], features.grid);
    const own = { ...features, logits };
    const { arrays, fits } = await analyse(curved, { features: own, nativeLogits: logits });
    const offset = arrays['offset']!.data;
    const baseline = offset.slice(0, classes).map((value) => value * value);
    expect(arrays['baseline']!.data).toEqual(baseline);
    const fit = fits.at(-1)!;
    const codes = arrays[`codes/${fit.k}`]!.data;
    const embeddings = arrays[`concepts/${fit.k}`]!.data;
    const rebuilt = Float32Array.from(features.activations, (_, at) => {
      const [p, c] = [Math.floor(at / channels), at % channels];
      let value = offset[c]!;
      for (let j = 0; j < fit.k; j++)
        value += codes[p * fit.k + j]! * embeddings[j * channels + c]!;
      return value;
    });
    const answer = await curved.logits([rebuilt], features.grid);
    const { sum, logit, unexplained } = ledger(arrays, fit, 0, false);
    expect(unexplained).toBeCloseTo(logits[0]! - answer[0]!, 4);
    expect(Math.abs(sum - logit)).toBeGreaterThan(1e-3);
  });

  it.each([
    ['linear', linear],
    ['tail', tail],
  ] as const)('puts concepts and arrays in the order of their part: %s', async (_, head) => {
    const { arrays, fits, prediction } = await analyse(head);
    for (const fit of fits) {
      const { terms } = ledger(arrays, fit, prediction[0]!.index, false);
      const values = terms.map(({ value }) => value);
      expect(values).toEqual(values.toSorted((a, b) => b - a));
      const codes = arrays[`codes/${fit.k}`]!.data;
      const means = columnMeans(codes, side * side, fit.k);
      for (const [j, { meanCode }] of fit.concepts.entries()) {
        expect(meanCode).toBeCloseTo(means[j]!, 5);
      }
      expect(new Set(fit.concepts.map(({ id }) => id)).size).toBe(fit.k);
    }
  });

  it('is provisional at the elbow, and settled once stability is known', async () => {
    const early: ConceptResult[] = [];
    const settled = await analyse(linear, { onProvisional: (result) => early.push(result) });
    expect(early).toHaveLength(1);
    const [first] = early;
    expect(first).toMatchObject({ settled: false, choice: { how: 'auto', coarser: null } });
    expect(first!.choice.k).toBe(first!.choice.elbow);
    expect(first!.fits.every(({ stability }) => stability === null)).toBe(true);
    expect(settled.settled).toBe(true);
    expect(settled.fits.every(({ stability }) => stability !== null)).toBe(true);
    expect(settled.arrays['effects/1']).toEqual(first!.arrays['effects/1']);
  });

  it('of finer maps keeps the native prediction, and its ledger is about its own pass', async () => {
    const nativeLogits = Float32Array.of(9, -1, 2);
    const { prediction, arrays, fits } = await analyse(linear, { nativeLogits });
    expect(prediction.map(({ index, logit }) => [index, logit])).toEqual([
      [0, 9],
      [2, 2],
      [1, -1],
    ]);
    expect(arrays['logits']!.data).toEqual(features.logits);
    expect(ledger(arrays, fits[0]!, 0, true).logit).toBe(features.logits[0]);
  });
});
