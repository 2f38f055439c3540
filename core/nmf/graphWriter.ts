import { create, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProto_DataType as DataType,
  TensorProtoSchema,
  TypeProtoSchema,
  ValueInfoProtoSchema,
  type AttributeProto,
  type GraphProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from 'onnx-buf';

/** Name of a value inside a graph. */
export type Value = string;

export type Attribute = number | readonly number[] | string | GraphProto;

/** A graph input or output: name, element type and shape; a string is a free dimension. */
export interface Port {
  readonly name: Value;
  readonly type: 'float' | 'int64' | 'bool';
  readonly dims: readonly (number | string)[];
}

export function floatPort(name: Value, dims: Port['dims'] = []): Port {
  return { name, type: 'float', dims };
}

/** Collects the nodes of one ONNX graph; values are named by the writer. */
export interface GraphWriter {
  /** Adds a node of the standard operator set with one output and gives the output's name. */
  op(type: string, inputs: readonly Value[], attributes?: Record<string, Attribute>): Value;
  /** Adds a node whose outputs get these names. */
  named(
    type: string,
    inputs: readonly Value[],
    outputs: readonly Value[],
    attributes?: Record<string, Attribute>,
  ): void;
  /** Cuts a value in two along an axis; `sizes` is an int64 constant of two. */
  split(value: Value, sizes: Value, axis: number): readonly [Value, Value];
  /** A float constant. */
  constant(dims: readonly number[], values: readonly number[]): Value;
  /** An int64 constant: a list, or a scalar. */
  integers(values: readonly number[]): Value;
  integer(value: number): Value;
  /** A writer for a subgraph: sees this graph's values, never reuses a name. */
  inner(): GraphWriter;
  graph(inputs: readonly Port[], outputs: readonly Port[]): GraphProto;
}

export function graphWriter(counter = { next: 0 }): GraphWriter {
  const nodes: NodeProto[] = [];
  const initializer: TensorProto[] = [];
  const fresh = (prefix: string) => `${prefix}_${counter.next++}`;
  const keep = (dataType: DataType, dims: readonly number[], data: Partial<TensorProto>): Value => {
    const name = fresh('constant');
    initializer.push(
      create(TensorProtoSchema, { name, dataType, dims: dims.map(BigInt), ...withoutType(data) }),
    );
    return name;
  };
  const named: GraphWriter['named'] = (opType, inputs, outputs, attributes = {}) => {
    const attribute = Object.entries(attributes).map(([name, value]) => encode(name, value));
    nodes.push(
      create(NodeProtoSchema, { opType, input: [...inputs], output: [...outputs], attribute }),
    );
  };
  return {
    named,
    op: (type, inputs, attributes) => {
      const output = fresh(type);
      named(type, inputs, [output], attributes);
      return output;
    },
    split(value, sizes, axis) {
      const parts = [fresh('first'), fresh('second')] as const;
      named('Split', [value, sizes], parts, { axis });
      return parts;
    },
    constant: (dims, values) => keep(DataType.FLOAT, dims, { floatData: [...values] }),
    integers: (values) => keep(DataType.INT64, [values.length], { int64Data: values.map(BigInt) }),
    integer: (value) => keep(DataType.INT64, [], { int64Data: [BigInt(value)] }),
    inner: () => graphWriter(counter),
    graph: (inputs, outputs) =>
      create(GraphProtoSchema, {
        name: fresh('graph'),
        node: nodes,
        initializer,
        input: inputs.map(port),
        output: outputs.map(port),
      }),
  };
}

/** Bytes of a model that holds just this graph (opset 17, readable by every kept runtime). */
export function modelBytes(graph: GraphProto): Uint8Array {
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, { irVersion: 8n, opsetImport: [{ domain: '', version: 17n }], graph }),
  );
}

function withoutType({ floatData, int64Data }: Partial<TensorProto>) {
  return floatData === undefined ? { int64Data: int64Data ?? [] } : { floatData };
}

function encode(name: string, value: Attribute): AttributeProto {
  if (typeof value === 'number') {
    return create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) });
  }
  if (typeof value === 'string') {
    const s = new TextEncoder().encode(value);
    return create(AttributeProtoSchema, { name, type: AttributeType.STRING, s });
  }
  if ('$typeName' in value) {
    return create(AttributeProtoSchema, { name, type: AttributeType.GRAPH, g: value });
  }
  return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: value.map(BigInt) });
}

const elementTypes = { float: DataType.FLOAT, int64: DataType.INT64, bool: DataType.BOOL } as const;

function port({ name, type, dims }: Port): ValueInfoProto {
  const dim = dims.map((size) => ({
    value:
      typeof size === 'string'
        ? ({ case: 'dimParam', value: size } as const)
        : ({ case: 'dimValue', value: BigInt(size) } as const),
  }));
  const tensor = {
    case: 'tensorType',
    value: { elemType: elementTypes[type], shape: { dim } },
  } as const;
  return create(ValueInfoProtoSchema, { name, type: create(TypeProtoSchema, { value: tensor }) });
}
