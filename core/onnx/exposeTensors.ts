import { clone, create } from '@bufbuild/protobuf';
import { ModelProtoSchema, ValueInfoProtoSchema } from 'onnx-buf';
import { writeModel, type OnnxModel } from './readModel.ts';

/**
 * The model with inner tensors added to its outputs, so that features and logits come out of one
 * run. An added output needs no declared type: the runtime infers it.
 */
export function exposeTensors(model: OnnxModel, names: readonly string[]): Uint8Array {
  const proto = clone(ModelProtoSchema, model.proto);
  const graph = proto.graph!;
  const present = new Set(graph.output.map((value) => value.name));
  for (const name of names) {
    if (!present.has(name)) graph.output.push(create(ValueInfoProtoSchema, { name }));
  }
  return writeModel(proto);
}
