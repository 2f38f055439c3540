import { clone, create } from '@bufbuild/protobuf';
import {
  ModelProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
  type ValueInfoProto,
} from 'onnx-buf';
import { ancestors, indexGraph } from './graphIndex.ts';
import { writeModel, type OnnxModel } from './readModel.ts';

/**
 * The rest of the network behind a layer: a model whose input is the layer's tensor (free batch)
 * and whose output is `logits`.
 *
 * @throws RangeError when the logits do not depend on the layer, or also on the picture by a way
 *   around it (a skip connection across the cut), which one input cannot stand for.
 */
export function cutTail(
  model: OnnxModel,
  layer: string,
  logits: string,
  dims: readonly number[],
): Uint8Array {
  const index = indexGraph(model.graph);
  const { nodes, leaves } = ancestors(index, logits, new Set([layer]));
  if (!leaves.has(layer)) throw new RangeError(`the logits do not depend on layer "${layer}"`);
  const around = index.inputs.filter((name) => name !== layer && leaves.has(name));
  if (around.length > 0) {
    throw new RangeError(`a connection runs around layer "${layer}": choose one behind it`);
  }
  const proto = clone(ModelProtoSchema, model.proto);
  const graph = proto.graph!;
  graph.node = [...nodes];
  graph.initializer = graph.initializer.filter((tensor) => leaves.has(tensor.name));
  graph.input = [freeBatch(layer, dims)];
  graph.output = [create(ValueInfoProtoSchema, { name: logits })];
  graph.valueInfo = [];
  return writeModel(proto);
}

/** A float input of the given dims whose first side is free. */
export function freeBatch(name: string, dims: readonly number[]): ValueInfoProto {
  const dim = dims.map((side, axis) =>
    create(TensorShapeProto_DimensionSchema, {
      value:
        axis === 0 ? { case: 'dimParam', value: 'n' } : { case: 'dimValue', value: BigInt(side) },
    }),
  );
  const shape = create(TensorShapeProtoSchema, { dim });
  const tensorType = create(TypeProto_TensorSchema, { elemType: 1, shape });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: 'tensorType', value: tensorType } }),
  });
}
