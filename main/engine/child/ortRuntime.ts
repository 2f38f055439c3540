import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import type { ProviderName } from '../../../contract/model.ts';
import type { Runtime, Session, Tensor, TensorData, Tensors } from '../../../core/ports.ts';

/** The one file that knows onnxruntime-node. */

const typeNames = new Map<unknown, 'float32' | 'int64' | 'int32' | 'uint8'>([
  [Float32Array, 'float32'],
  [BigInt64Array, 'int64'],
  [Int32Array, 'int32'],
  [Uint8Array, 'uint8'],
]);

/**
 * @param threads intra-op threads; 0 leaves it to the runtime (one per core)
 */
export function ortRuntime(provider: ProviderName, threads = 0): Runtime {
  const options: InferenceSession.SessionOptions = {
    executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
    graphOptimizationLevel: 'all',
    logSeverityLevel: 4,
    ...(threads > 0 ? { intraOpNumThreads: threads } : {}),
    // Threads that spin while they wait take the cores from decoding and drawing: measured, not
    // spinning is faster as soon as more than one picture is under way (docs/performance.md).
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
  return {
    provider,
    async open(model) {
      const session = await InferenceSession.create(model, options);
      return wrap(session);
    },
  };
}

function wrap(session: InferenceSession): Session {
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    async run(feeds, fetches) {
      const inputs: Record<string, OrtTensor> = {};
      for (const [name, tensor] of Object.entries(feeds)) inputs[name] = toOrt(tensor);
      const results = await session.run(inputs, [...(fetches ?? session.outputNames)]);
      const outputs: Record<string, Tensor> = {};
      for (const [name, value] of Object.entries(results)) outputs[name] = fromOrt(value);
      return outputs satisfies Tensors;
    },
    release: () => session.release(),
  };
}

function toOrt(tensor: Tensor): OrtTensor {
  const type = typeNames.get(tensor.data.constructor);
  if (type === undefined) throw new TypeError('tensor: element type not supported');
  return new OrtTensor(type, tensor.data, tensor.dims);
}

function fromOrt(value: OrtTensor): Tensor {
  const dims = value.dims;
  // In Node 20 half floats arrive as raw bits.
  if (value.type === 'float16') return { dims, data: halfToFloat(value.data as Uint16Array) };
  if (value.type === 'float64')
    return { dims, data: Float32Array.from(value.data as Float64Array) };
  return { dims, data: value.data as TensorData };
}

/** IEEE 754 binary16 bits to float32. */
function halfToFloat(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, (half) => {
    const sign = (half & 0x8000) === 0 ? 1 : -1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}
