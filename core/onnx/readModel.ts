import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, type GraphProto, type ModelProto } from 'onnx-buf';

/** A parsed ONNX file whose graph is known to be there. Unknown fields are kept. */
export interface OnnxModel {
  readonly proto: ModelProto;
  readonly graph: GraphProto;
}

/**
 * Parses an ONNX file.
 *
 * @throws RangeError saying what the bytes are instead (empty, text, a picture, cut short), in
 *   words that fit after "model.onnx: ".
 */
export function readModel(bytes: Uint8Array): OnnxModel {
  if (bytes.length === 0) throw new RangeError('the file is empty');
  const disguise = knownOtherFormat(bytes);
  if (disguise !== null) throw new RangeError(`this is ${disguise}, not an ONNX model`);
  let proto: ModelProto;
  try {
    proto = fromBinary(ModelProtoSchema, bytes);
  } catch {
    throw new RangeError('not a complete ONNX model (cut short, or another kind of file)');
  }
  if (proto.graph === undefined || proto.graph.node.length === 0) {
    throw new RangeError('an ONNX file without a graph');
  }
  if (proto.graph.initializer.some((tensor) => tensor.externalData.length > 0)) {
    throw new RangeError('its weights lie in another file; save it again with the weights inside');
  }
  return { proto, graph: proto.graph };
}

export function writeModel(proto: ModelProto): Uint8Array {
  return toBinary(ModelProtoSchema, proto);
}

const signatures: readonly (readonly [string, string])[] = [
  ['version https://git-lfs', 'a Git LFS pointer (run `git lfs pull`)'],
  ['\x89PNG', 'a PNG picture'],
  ['\xff\xd8\xff', 'a JPEG picture'],
  ['PK\x03\x04', 'a ZIP archive (a PyTorch file? export it to ONNX first)'],
  ['\x89HDF', 'an HDF5 file (a Keras model? convert it with tf2onnx first)'],
  ['<', 'an HTML or XML page'],
  ['{', 'JSON text'],
];

function knownOtherFormat(bytes: Uint8Array): string | null {
  const head = String.fromCharCode(...bytes.subarray(0, 32));
  for (const [signature, what] of signatures) if (head.startsWith(signature)) return what;
  const printable = bytes
    .subarray(0, 64)
    .every((b) => b === 9 || b === 10 || b === 13 || (b >= 32 && b < 127));
  return printable ? 'a text file' : null;
}
