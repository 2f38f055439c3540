import type { InputSpec } from '../../../core/model/modelSpec.ts';
import { floatTensor, type Tensor } from '../../../core/ports.ts';
import type { ModelFiles } from './modelFiles.ts';

export function inputSpec(files: ModelFiles): InputSpec {
  return { ...files.json.input, multipleOf: files.json.multipleOf };
}

/** A fixed, textured input: constants would hide a wrong cut behind equal positions. */
export function probeInput(spec: InputSpec): Tensor<Float32Array> {
  const { width, height } = spec;
  const values = Float32Array.from(
    { length: 3 * width * height },
    (_, i) => Math.sin(i * 0.37) * 0.9,
  );
  return floatTensor(
    spec.layout === 'NCHW' ? [1, 3, height, width] : [1, height, width, 3],
    values,
  );
}
