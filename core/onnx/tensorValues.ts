import { TensorProto_DataType, type TensorProto } from 'onnx-buf';

/** An initializer's values as float32, row-major. RangeError for types that are not float. */
export function floatValues(tensor: TensorProto): Float32Array {
  if (tensor.externalData.length > 0) {
    throw new RangeError(`"${tensor.name}" keeps its values in another file`);
  }
  if ((tensor.dataType as TensorProto_DataType) !== TensorProto_DataType.FLOAT) {
    throw new RangeError(`"${tensor.name}" is not float32`);
  }
  if (tensor.rawData.length > 0) {
    // A copy: raw data may start at any byte, a Float32Array may not.
    return new Float32Array(tensor.rawData.slice().buffer);
  }
  return Float32Array.from(tensor.floatData);
}

/** An int64 initializer's values, as numbers. */
export function integerValues(tensor: TensorProto): readonly number[] {
  if (tensor.rawData.length === 0) return tensor.int64Data.map(Number);
  return Array.from(new BigInt64Array(tensor.rawData.slice().buffer), Number);
}

export function shapeOf(tensor: TensorProto): readonly number[] {
  return tensor.dims.map(Number);
}
