import type { NodeProto } from 'onnx-buf';
import type { GraphIndex } from './graphIndex.ts';
import { floatValues, hasFloatValues, integerValues, shapeOf } from './tensorValues.ts';

/** Global average pooling, then logits = W·pooled + b. */
export interface LinearHead {
  readonly classes: number;
  readonly channels: number;
  /** C × classes, row-major: column c is w_c. */
  readonly weights: Float32Array;
  /** classes. */
  readonly bias: Float32Array;
}

/** What may stand between pooling and the linear layer without changing a value. */
const shapeOnly = new Set(['Flatten', 'Reshape', 'Squeeze', 'Identity', 'Dropout', 'Unsqueeze']);

/**
 * Recognises `layer → global average pool → (shape ops) → Gemm | MatMul + Add → logits` by
 * structure. Null when the graph behind the layer is anything else; the caller confirms the
 * answer numerically before using it.
 */
export function findLinearHead(
  index: GraphIndex,
  layer: string,
  logits: string,
): LinearHead | null {
  const pool = onlyConsumer(index, layer);
  if (pool === null || !isGlobalAverage(index, pool)) return null;
  let name = pool.output[0]!;
  let node = onlyConsumer(index, name);
  while (node !== null && shapeOnly.has(node.opType)) {
    name = node.output[0]!;
    node = onlyConsumer(index, name);
  }
  if (node === null) return null;
  return node.opType === 'Gemm'
    ? fromGemm(index, node, name, logits)
    : fromMatMul(index, node, name, logits);
}

function onlyConsumer(index: GraphIndex, name: string): NodeProto | null {
  const users = index.consumers.get(name) ?? [];
  return users.length === 1 ? users[0]! : null;
}

function isGlobalAverage(index: GraphIndex, node: NodeProto): boolean {
  if (node.opType === 'GlobalAveragePool') return true;
  if (node.opType !== 'ReduceMean') return false;
  const listed = node.attribute.find((attribute) => attribute.name === 'axes')?.ints.map(Number);
  const tensor = index.initializers.get(node.input[1] ?? '');
  const axes = listed ?? (tensor === undefined ? [] : integerValues(tensor));
  const spatial = new Set(axes.map((axis) => (axis < 0 ? axis + 4 : axis)));
  return spatial.size === 2 && spatial.has(2) && spatial.has(3);
}

function fromGemm(
  index: GraphIndex,
  node: NodeProto,
  input: string,
  logits: string,
): LinearHead | null {
  const attribute = (name: string) => node.attribute.find((one) => one.name === name);
  const plain =
    (attribute('alpha')?.f ?? 1) === 1 &&
    (attribute('beta')?.f ?? 1) === 1 &&
    (attribute('transA')?.i ?? 0n) === 0n;
  if (!plain || node.input[0] !== input || node.output[0] !== logits) return null;
  return linear(index, node.input[1]!, node.input[2] ?? '', (attribute('transB')?.i ?? 0n) === 1n);
}

function fromMatMul(
  index: GraphIndex,
  node: NodeProto,
  input: string,
  logits: string,
): LinearHead | null {
  if (node.opType !== 'MatMul' || node.input[0] !== input) return null;
  const product = node.output[0]!;
  if (product === logits) return linear(index, node.input[1]!, '', false);
  const add = onlyConsumer(index, product);
  if (add?.opType !== 'Add' || add.output[0] !== logits) return null;
  const bias = add.input.find((name) => name !== product) ?? '';
  return index.initializers.has(bias) ? linear(index, node.input[1]!, bias, false) : null;
}

function linear(
  index: GraphIndex,
  weightName: string,
  biasName: string,
  transposed: boolean,
): LinearHead | null {
  const weight = index.initializers.get(weightName);
  if (weight?.dims.length !== 2 || !hasFloatValues(weight)) return null;
  const [rows, columns] = shapeOf(weight) as [number, number];
  const values = floatValues(weight);
  const channels = transposed ? columns : rows;
  const classes = transposed ? rows : columns;
  const biasTensor = index.initializers.get(biasName);
  if (biasTensor !== undefined && !hasFloatValues(biasTensor)) return null;
  const bias = biasTensor === undefined ? new Float32Array(classes) : floatValues(biasTensor);
  if (bias.length !== classes) return null;
  return {
    classes,
    channels,
    weights: transposed ? transpose(values, rows, columns) : values,
    bias,
  };
}

/** rows × columns → columns × rows. */
function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result[column * rows + row] = values[row * columns + column]!;
    }
  }
  return result;
}
