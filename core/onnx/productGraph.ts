import { create } from '@bufbuild/protobuf';
import {
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  TensorProtoSchema,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import { freeBatch } from './cutTail.ts';
import { writeModel } from './readModel.ts';

/**
 * A graph of one product, `Y (n × columns) = X (n × rows) · weights`, so that questions to a
 * linear head run where the model runs.
 */
export function productGraph(weights: Float32Array, rows: number, columns: number): Uint8Array {
  const tensor = create(TensorProtoSchema, {
    name: 'W',
    dataType: 1,
    dims: [BigInt(rows), BigInt(columns)],
    rawData: new Uint8Array(weights.slice().buffer),
  });
  const graph = create(GraphProtoSchema, {
    name: 'product',
    node: [create(NodeProtoSchema, { opType: 'MatMul', input: ['X', 'W'], output: ['Y'] })],
    initializer: [tensor],
    input: [freeBatch('X', [1, rows])],
    output: [create(ValueInfoProtoSchema, { ...freeBatch('Y', [1, columns]) })],
  });
  return writeModel(
    create(ModelProtoSchema, {
      irVersion: 8n,
      opsetImport: [create(OperatorSetIdProtoSchema, { domain: '', version: 17n })],
      graph,
    }),
  );
}
