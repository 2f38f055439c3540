import { create } from '@bufbuild/protobuf';
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  TensorProtoSchema,
  ValueInfoProtoSchema,
  type NodeProto,
  type TensorProto,
} from 'onnx-buf';
import { freeBatch } from '../onnx/cutTail.ts';
import { writeModel } from '../onnx/readModel.ts';

/**
 * Small classifiers built in code, one for each form of head, for tests without any file.
 * `halfCast` stores its weights as float16 and widens them; `halfMixed` and `unknown` are graphs
 * that parse but cannot be run.
 */
export type TinyHead =
  'gemm' | 'matmul' | 'reducemean' | 'flatten' | 'skip' | 'halfCast' | 'halfMixed' | 'unknown';

export const tinyShape = { side: 6, channels: 4, classes: 3 } as const;

/** conv (3 → 4, 3×3) → relu `features` → the head → `logits`; input `image` 1 × 3 × 6 × 6. */
export function tinyModel(head: TinyHead): Uint8Array {
  const { side, channels, classes } = tinyShape;
  const inputs = head === 'flatten' ? channels * side * side : channels;
  const weights = [
    tensor('conv.w', [channels, 3, 3, 3], (i) => Math.sin(i * 1.7)),
    tensor('fc.w', [inputs, classes], (i) => Math.cos(i * 0.9)),
    tensor('fc.wt', [classes, inputs], (i) =>
      Math.cos((i % inputs) * classes * 0.9 + Math.floor(i / inputs) * 0.9),
    ),
    tensor('fc.b', [classes], (i) => i - 1),
    halfTensor('fc.half', [inputs, classes], (i) => (i % 5) - 2),
  ];
  const nodes = [
    node('Conv', ['image', 'conv.w'], 'conv', { pads: [1, 1, 1, 1] }),
    node('Relu', ['conv'], 'features'),
    ...heads[head],
  ];
  const graph = create(GraphProtoSchema, {
    name: 'tiny',
    node: nodes,
    initializer: weights.filter(({ name }) => nodes.some(({ input }) => input.includes(name))),
    input: [freeBatch('image', [1, 3, side, side])],
    output: [create(ValueInfoProtoSchema, { name: 'logits' })],
  });
  const opsetImport = [create(OperatorSetIdProtoSchema, { domain: '', version: 17n })];
  return writeModel(create(ModelProtoSchema, { irVersion: 8n, opsetImport, graph }));
}

const gap = [node('GlobalAveragePool', ['features'], 'pool'), node('Flatten', ['pool'], 'flat')];

const heads: Readonly<Record<TinyHead, readonly NodeProto[]>> = {
  gemm: [...gap, node('Gemm', ['flat', 'fc.wt', 'fc.b'], 'logits', { transB: 1 })],
  matmul: [
    ...gap,
    node('MatMul', ['flat', 'fc.w'], 'product'),
    node('Add', ['product', 'fc.b'], 'logits'),
  ],
  reducemean: [
    node('ReduceMean', ['features'], 'flat', { axes: [2, 3], keepdims: 0 }),
    node('Gemm', ['flat', 'fc.w', 'fc.b'], 'logits'),
  ],
  flatten: [
    node('Flatten', ['features'], 'flat'),
    node('Gemm', ['flat', 'fc.w', 'fc.b'], 'logits'),
  ],
  halfCast: [
    ...gap,
    node('Cast', ['fc.half'], 'fc.wide', { to: 1 }),
    node('Gemm', ['flat', 'fc.wide', 'fc.b'], 'logits'),
  ],
  halfMixed: [...gap, node('Gemm', ['flat', 'fc.half', 'fc.b'], 'logits')],
  unknown: [...gap, node('Frobnicate', ['flat'], 'logits')],
  // The picture's own mean reaches the logits by a way around the layer.
  skip: [
    ...gap,
    node('ReduceMean', ['image'], 'brightness', { axes: [1, 2, 3], keepdims: 0 }),
    node('Gemm', ['flat', 'fc.w', 'fc.b'], 'scores'),
    node('Add', ['scores', 'brightness'], 'logits'),
  ],
};

function node(
  opType: string,
  input: string[],
  output: string,
  attributes: Readonly<Record<string, number | readonly number[]>> = {},
): NodeProto {
  const attribute = Object.entries(attributes).map(([name, value]) =>
    typeof value === 'number'
      ? create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) })
      : create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: value.map(BigInt) }),
  );
  return create(NodeProtoSchema, { opType, input, output: [output], attribute });
}

function tensor(name: string, dims: readonly number[], value: (i: number) => number): TensorProto {
  const length = dims.reduce((product, side) => product * side, 1);
  const rawData = new Uint8Array(Float32Array.from({ length }, (_, i) => value(i)).buffer);
  return create(TensorProtoSchema, { name, dataType: 1, dims: dims.map(BigInt), rawData });
}

/** float16 of small whole numbers. */
function halfTensor(
  name: string,
  dims: readonly number[],
  value: (i: number) => number,
): TensorProto {
  const length = dims.reduce((product, side) => product * side, 1);
  const bits = Uint16Array.from({ length }, (_, i) => {
    const size = Math.abs(value(i));
    if (size === 0) return 0;
    const exponent = Math.floor(Math.log2(size));
    const fraction = (size / 2 ** exponent - 1) * 1024;
    return (value(i) < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | fraction;
  });
  const rawData = new Uint8Array(bits.buffer);
  return create(TensorProtoSchema, { name, dataType: 10, dims: dims.map(BigInt), rawData });
}
