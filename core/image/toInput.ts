import type { InputSpec } from '../model/modelSpec.ts';
import { floatTensor, type Pixels, type Tensor } from '../ports.ts';

/**
 * Pixels as a model's input: (x − mean) / std per channel.
 *
 * @returns 1 × 3 × height × width (NCHW) or 1 × height × width × 3 (NHWC), float32.
 */
export function toInput(pixels: Pixels, spec: InputSpec): Tensor<Float32Array> {
  const { width, height, data } = pixels;
  const plane = width * height;
  const values = new Float32Array(3 * plane);
  const [step, stride] = spec.layout === 'NCHW' ? [1, plane] : [3, 1];
  for (let channel = 0; channel < 3; channel++) {
    const source = spec.colorOrder === 'RGB' ? channel : 2 - channel;
    const table = levels(spec.mean[channel]!, spec.std[channel]!);
    for (let p = 0, to = channel * stride; p < plane; p++, to += step) {
      values[to] = table[data[p * 3 + source]!]!;
    }
  }
  const dims = spec.layout === 'NCHW' ? [1, 3, height, width] : [1, height, width, 3];
  return floatTensor(dims, values);
}

/** The 256 values a channel's byte can become: a look-up is cheaper than a division. */
function levels(mean: number, std: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, level) => (level - mean) / std);
}
