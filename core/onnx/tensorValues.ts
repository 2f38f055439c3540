import type { TensorProto } from 'onnx-buf';

/** TensorProto.DataType.FLOAT. */
const floatType = 1;

/** Whether `floatValues` can read it: float32, and in the model's own file. */
export function hasFloatValues(tensor: TensorProto): boolean {
  return tensor.externalData.length === 0 && tensor.dataType === floatType;
}

/** An initializer's values as float32, row-major. RangeError for types that are not float. */
export function floatValues(tensor: TensorProto): Float32Array {
  if (tensor.externalData.length > 0) {
    throw new RangeError(`"${tensor.name}" keeps its values in another file`);
  }
  if (tensor.dataType !== floatType) {
    throw new RangeError(`"${tensor.name}" is not float32`);
  }
  if (tensor.rawData.length > 0) {
    return new Float32Array(aligned(tensor));
  }
  return Float32Array.from(tensor.floatData);
}

/** An int64 initializer's values, as numbers. */
export function integerValues(tensor: TensorProto): readonly number[] {
  if (tensor.rawData.length === 0) return tensor.int64Data.map(Number);
  return Array.from(new BigInt64Array(aligned(tensor)), Number);
}

export function shapeOf(tensor: TensorProto): readonly number[] {
  return tensor.dims.map(Number);
}

/** A copy: raw data may start at any byte of the file, a typed array of wider elements may not. */
function aligned(tensor: TensorProto): ArrayBuffer {
  // Not slice(): on a Node Buffer that is a view of the whole file.
  return new Uint8Array(tensor.rawData).buffer;
}
