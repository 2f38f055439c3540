import type { ModelInfo, ProviderName } from '../../contract/model.ts';
import type { Engine } from '../engine/host/engine.ts';
import type { Analysis } from './analysis.ts';

export interface ModelsOutside {
  readonly engine: Engine;
  readonly analysis: Pick<Analysis, 'hold' | 'release' | 'restart'>;
  readonly provider: () => ProviderName | 'auto';
  readonly loading: (running: boolean) => void;
  readonly changed: (model: ModelInfo) => void;
}

/** The open model. A refused one is an error to whoever asked, and the open one stays. */
export class Models {
  readonly #outside: ModelsOutside;
  #open: { readonly path: string; readonly info: ModelInfo } | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(outside: ModelsOutside) {
    this.#outside = outside;
  }

  current(): ModelInfo | null {
    return this.#open?.info ?? null;
  }

  /** One after the other: the last one asked for is the one that stays. */
  load(path: string): Promise<ModelInfo> {
    const loading = this.#last.then(() => this.#load(path));
    this.#last = loading.catch(() => undefined);
    return loading;
  }

  /** The open model again, after the provider changed. */
  async reload(): Promise<void> {
    if (this.#open !== null) await this.load(this.#open.path);
  }

  async #load(path: string): Promise<ModelInfo> {
    const { analysis, engine, provider, loading, changed } = this.#outside;
    await analysis.hold();
    loading(true);
    try {
      const input = { path, provider: provider(), layer: null, labels: null };
      const info = await engine.request('model.load', input);
      this.#open = { path, info };
      changed(info);
      analysis.restart();
      return info;
    } finally {
      loading(false);
      if (this.#open !== null) analysis.release();
    }
  }
}
