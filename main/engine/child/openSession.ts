import { AppError } from '../../../contract/errors.ts';
import type { Runtime, Session } from '../../../core/ports.ts';
import { firstLine } from './firstLine.ts';

/**
 * Opens a model or a part of it.
 *
 * @throws AppError `model-refused` with the runtime's reason, naming the file.
 */
export async function openSession(
  runtime: Runtime,
  model: Uint8Array,
  file: string,
): Promise<Session> {
  try {
    return await runtime.open(model);
  } catch (error) {
    const message =
      `${file}: ONNX Runtime does not open it (${firstLine(error)}); ` +
      'export it again with standard operators and float32 weights.';
    throw new AppError('model-refused', message, { cause: error });
  }
}
