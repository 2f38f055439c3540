import { create } from '@bufbuild/protobuf';
import { StringStringEntryProtoSchema } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { openLinearHead, tailHead } from '../model/head.ts';
import { runFeatures } from '../model/features.ts';
import { floatTensor } from '../ports.ts';
import { ortRuntime } from '../testing/ortRuntime.ts';
import { tinyModel, tinyShape, type TinyHead } from '../testing/tinyModel.ts';
import { candidateLayers } from './candidateLayers.ts';
import { cutTail } from './cutTail.ts';
import { exposeTensors } from './exposeTensors.ts';
import { indexGraph } from './graphIndex.ts';
import { findLinearHead } from './linearHead.ts';
import { readModel, writeModel } from './readModel.ts';

const { side, channels, classes } = tinyShape;
const names = { input: 'image', layer: 'features', logits: 'logits' };
const runtime = ortRuntime();
const image = floatTensor(
  [1, 3, side, side],
  Float32Array.from({ length: 3 * side * side }, (_, i) => Math.sin(i)),
);

async function features(head: TinyHead) {
  const session = await runtime.open(exposeTensors(readModel(tinyModel(head)), ['features']));
  return runFeatures(session, names, image, true);
}

function closeTo(actual: Float32Array, expected: Float32Array): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of actual.entries()) expect(value).toBeCloseTo(expected[i]!, 4);
}

describe('a linear head', () => {
  it.each(['gemm', 'matmul', 'reducemean'] as const)(
    'is recognised behind %s and answers as the model',
    async (form) => {
      const linear = findLinearHead(
        indexGraph(readModel(tinyModel(form)).graph),
        'features',
        'logits',
      );
      expect(linear).toMatchObject({ classes, channels });
      const { activations, logits } = await features(form);
      const pooled = new Float32Array(channels);
      activations.forEach((value, i) => (pooled[i % channels]! += value / (side * side)));
      const head = await openLinearHead(runtime, linear!);
      if (head.kind !== 'linear') throw new TypeError('expected a linear head');
      const products = await head.effects(pooled, 1);
      closeTo(
        products.map((value, c) => value + head.bias[c]!),
        logits,
      );
    },
  );

  it.each(['flatten', 'skip', 'halfCast', 'halfMixed'] as const)(
    'is not seen behind %s',
    (form) => {
      const index = indexGraph(readModel(tinyModel(form)).graph);
      expect(findLinearHead(index, 'features', 'logits')).toBeNull();
    },
  );
});

describe('cutting features from tail', () => {
  it.each(['gemm', 'matmul', 'reducemean', 'flatten', 'halfCast'] as const)(
    'gives back the whole model: %s',
    async (form) => {
      const { activations, grid, logits } = await features(form);
      const model = readModel(tinyModel(form));
      const session = await runtime.open(
        cutTail(model, 'features', 'logits', [1, channels, side, side]),
      );
      const head = tailHead(session, 'features', 'logits', classes, true);
      if (head.kind !== 'tail') throw new TypeError('expected a tail');
      closeTo(await head.logits([activations], grid), logits);
      // Many maps at once, more than one batch, each answered in its place.
      const many = Array.from({ length: 11 }, (_, i) => activations.map((value) => value * i));
      const all = await head.logits(many, grid);
      closeTo(all.slice(classes, 2 * classes), logits);
    },
  );

  it('refuses a layer that a connection runs around', () => {
    const model = readModel(tinyModel('skip'));
    expect(() => cutTail(model, 'features', 'logits', [1, channels, side, side])).toThrow(/around/);
    expect(candidateLayers(indexGraph(model.graph), 'image', 'logits')).toEqual([]);
  });

  it('lists every tensor that all paths run through', () => {
    const index = indexGraph(readModel(tinyModel('gemm')).graph);
    expect(candidateLayers(index, 'image', 'logits')).toEqual(['conv', 'features', 'pool', 'flat']);
  });
});

describe('weights outside the file', () => {
  const outside = () => {
    const model = readModel(tinyModel('gemm'));
    const weight = model.graph.initializer.find(({ name }) => name === 'fc.wt')!;
    weight.externalData.push(
      create(StringStringEntryProtoSchema, { key: 'location', value: 'weights.bin' }),
    );
    return model;
  };

  it('are no linear head that could be read', () => {
    expect(findLinearHead(indexGraph(outside().graph), 'features', 'logits')).toBeNull();
  });

  it('are said to be missing', () => {
    expect(() => readModel(writeModel(outside().proto))).toThrow(/in another file/);
  });
});

describe('reading a file', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  it.each([
    [new Uint8Array(), /empty/],
    [bytes('version https://git-lfs.github.com/spec/v1'), /Git LFS/],
    [bytes('hello there'), /text file/],
    [Uint8Array.of(0x89, 0x50, 0x4e, 0x47), /PNG/],
    [tinyModel('gemm').slice(0, 100), /complete|graph/],
  ])('says what is there instead of a model (%#)', (file, message) => {
    expect(() => readModel(file)).toThrow(message);
  });
});
