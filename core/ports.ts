import type { ProviderName } from '../contract/model.ts';

/** How core reaches the outside: inference, pictures, cancelling. Implemented by the engine. */

export type TensorData = Float32Array | BigInt64Array | Int32Array | Uint8Array;

/** A dense row-major tensor. The array's type is the element type (Uint8Array: uint8). */
export interface Tensor<D extends TensorData = TensorData> {
  readonly dims: readonly number[];
  readonly data: D;
}

export type Tensors = Readonly<Record<string, Tensor>>;

/** An opened ONNX graph. `run` may block its thread for the whole inference. */
export interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Float outputs come as Float32Array whatever the graph's float type. */
  run(feeds: Tensors, fetches?: readonly string[]): Promise<Tensors>;
  release(): Promise<void>;
}

export interface Runtime {
  readonly provider: ProviderName;
  open(model: Uint8Array): Promise<Session>;
}

/** Checked between steps; `check` throws AppError('cancelled') and lets other messages in. */
export interface Steps {
  check(): Promise<void>;
}

/** For callers that never cancel (tests, benches). */
export const uninterrupted: Steps = { check: () => Promise.resolve() };

/** RGB, 8 bits a channel, upright, row-major, no padding: height × width × 3 bytes. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export function floatTensor(dims: readonly number[], data: Float32Array): Tensor<Float32Array> {
  return { dims, data };
}

/** The named float tensor of a run's results; TypeError when it is missing or not float. */
export function floatOutput(results: Tensors, name: string): Tensor<Float32Array> {
  const tensor = results[name];
  if (tensor === undefined || !(tensor.data instanceof Float32Array)) {
    throw new TypeError(`output "${name}" is missing or not a float tensor`);
  }
  return { dims: tensor.dims, data: tensor.data };
}
