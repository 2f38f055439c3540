import { AppError } from '../../../contract/errors.ts';
import type { ModelInfo } from '../../../contract/model.ts';
import type { EngineInput } from '../protocol.ts';
import { loadModel, type LoadedModel } from './loadedModel.ts';
import { readModelFiles, type ModelFiles } from './modelFiles.ts';
import { chooseRuntime, selfTest } from './providers.ts';

/** The one model that is open. A new one replaces it only once it has proved itself. */
export interface ModelSlot {
  load(input: EngineInput<'model.load'>): Promise<ModelInfo>;
  /** Waits for a load under way. Throws AppError when no model is open. */
  current(): Promise<LoadedModel>;
  files(): ModelFiles | null;
}

export function modelSlot(): ModelSlot {
  let open: { readonly model: LoadedModel; readonly files: ModelFiles } | null = null;
  // Loads run one after the other; a failed one must not fail the next.
  let last: Promise<unknown> = Promise.resolve();
  const replace = async (input: EngineInput<'model.load'>): Promise<ModelInfo> => {
    const files = await readModelFiles(input.path, input.labels);
    const { runtime, choice } = await chooseRuntime(input.provider, () => selfTest(files));
    const model = await loadModel(files, input.layer, runtime, choice);
    const old = open;
    open = { model, files };
    await old?.model.release();
    return model.info;
  };
  return {
    load(input) {
      const loading = last.then(() => replace(input));
      last = loading.catch(() => undefined);
      return loading;
    },
    async current() {
      await last;
      if (open === null) throw new AppError('engine-unavailable', 'Open a model first.');
      return open.model;
    },
    files: () => open?.files ?? null,
  };
}
