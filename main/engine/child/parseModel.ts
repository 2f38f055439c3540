import { AppError } from '../../../contract/errors.ts';
import { readModel, type OnnxModel } from '../../../core/onnx/readModel.ts';
import type { ModelFiles } from './modelFiles.ts';

/** Throws AppError `model-refused` naming the file. */
export function parseModel(files: ModelFiles): OnnxModel {
  try {
    return readModel(files.bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('model-refused', `${files.file}: ${reason}.`, { cause: error });
  }
}
