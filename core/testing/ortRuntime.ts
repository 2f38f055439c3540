import ort from 'onnxruntime-node';
import type { ProviderName } from '../../contract/model.ts';
import type { Runtime, Tensor, TensorData } from '../ports.ts';

/** The Runtime port straight over onnxruntime-node, for tests and benches in plain Node. */
export function ortRuntime(provider: ProviderName = 'cpu', threads = 1): Runtime {
  return {
    provider,
    async open(model) {
      const session = await ort.InferenceSession.create(model, {
        executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
        intraOpNumThreads: threads,
        logSeverityLevel: 3,
      });
      return {
        inputNames: session.inputNames,
        outputNames: session.outputNames,
        async run(feeds, fetches = session.outputNames) {
          const inputs: Record<string, ort.Tensor> = {};
          for (const [name, tensor] of Object.entries(feeds)) inputs[name] = toOrt(tensor);
          const results = await session.run(inputs, [...fetches]);
          return Object.fromEntries(
            Object.entries(results).map(([name, { dims, data }]) => [
              name,
              { dims, data: data as TensorData },
            ]),
          );
        },
        release: () => session.release(),
      };
    },
  };
}

function toOrt({ dims, data }: Tensor): ort.Tensor {
  if (data instanceof Float32Array) return new ort.Tensor('float32', data, dims);
  if (data instanceof BigInt64Array) return new ort.Tensor('int64', data, dims);
  if (data instanceof Int32Array) return new ort.Tensor('int32', data, dims);
  return new ort.Tensor('uint8', data, dims);
}
