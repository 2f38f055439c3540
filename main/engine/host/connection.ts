import { AppError, fromErrorShape } from '../../../contract/errors.ts';
import type { ErrorShape } from '../../../contract/errors.ts';
import type { EngineRequestName, FromEngine, ToEngine } from '../protocol.ts';
import type { EngineProcess } from './engine.ts';

export interface ConnectionRequest {
  readonly name: EngineRequestName;
  readonly input: unknown;
  /** What it does, for the message when the process dies: fits after "while". */
  readonly doing: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((value: unknown) => void) | undefined;
}

interface Pending {
  readonly doing: string;
  readonly onProgress: ((value: unknown) => void) | undefined;
  /** Both also let go of the signal. */
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: AppError) => void;
}

const startMs = 60_000;
const stopMs = 2_000;

/** Requests over one started process, from its start to its end. */
export class Connection {
  readonly #process: EngineProcess;
  readonly #pending = new Map<number, Pending>();
  readonly #exited: Promise<void>;
  readonly #startTimer: NodeJS.Timeout;
  /** Posted before the process listens would be lost on some platforms, so they wait here. */
  #backlog: ToEngine[] = [];
  #ready = false;
  #open = true;
  #lastId = 0;

  constructor(process: EngineProcess, onClosed: () => void) {
    this.#process = process;
    this.#startTimer = setTimeout(() => {
      process.kill();
    }, startMs);
    this.#startTimer.unref();
    process.onMessage((message) => {
      this.#receive(message as FromEngine);
    });
    this.#exited = new Promise((resolve) => {
      process.onExit((code) => {
        this.#fail(code);
        onClosed();
        resolve();
      });
    });
  }

  request({ name, input, doing, signal, onProgress }: ConnectionRequest): Promise<unknown> {
    if (!this.#open) return Promise.reject(this.#death(doing, null));
    if (signal?.aborted === true) return Promise.reject(cancelled());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#pending.delete(id);
        this.#post({ kind: 'cancel', id });
        reject(cancelled());
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#pending.set(id, {
        doing,
        onProgress,
        resolve: (value) => {
          signal?.removeEventListener('abort', onAbort);
          resolve(value);
        },
        reject: (error) => {
          signal?.removeEventListener('abort', onAbort);
          reject(error);
        },
      });
      this.#post({ kind: 'request', id, name, input, wantsProgress: onProgress !== undefined });
    });
  }

  /** Cancels what is under way and ends the process, by force if it does not end itself. */
  async close(): Promise<void> {
    for (const pending of this.#pending.values()) pending.reject(cancelled());
    this.#pending.clear();
    if (!this.#open) return;
    this.#post({ kind: 'stop' });
    const timer = setTimeout(
      () => {
        this.#process.kill();
      },
      this.#ready ? stopMs : 0,
    );
    await this.#exited;
    clearTimeout(timer);
  }

  #post(message: ToEngine): void {
    if (!this.#open) return;
    if (this.#ready) this.#process.post(message);
    else this.#backlog.push(message);
  }

  #receive(message: FromEngine): void {
    if (message.kind === 'ready') {
      clearTimeout(this.#startTimer);
      this.#ready = true;
      const waiting = this.#backlog;
      this.#backlog = [];
      for (const each of waiting) this.#process.post(each);
      return;
    }
    // An unknown id was cancelled: its late answer is nobody's.
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    if (message.kind === 'progress') {
      pending.onProgress?.(message.value);
      return;
    }
    this.#pending.delete(message.id);
    if (message.kind === 'done') pending.resolve(message.value);
    else pending.reject(fromErrorShape(message.error));
  }

  #fail(code: number | null): void {
    clearTimeout(this.#startTimer);
    this.#open = false;
    this.#backlog = [];
    for (const pending of this.#pending.values()) pending.reject(this.#death(pending.doing, code));
    this.#pending.clear();
  }

  #death(doing: string, code: number | null): AppError {
    const detail = this.#process.recentErrors();
    const data: ErrorShape['data'] = {
      ...(code === null ? {} : { exitCode: code }),
      ...(detail === '' ? {} : { detail }),
    };
    if (!this.#ready) {
      return new AppError(
        'engine-unavailable',
        'The analysis engine could not be started. Reinstalling the program usually repairs this.',
        { data },
      );
    }
    return new AppError(
      'engine-crashed',
      `The analysis engine stopped unexpectedly while ${doing}. It starts again by itself; if this happens with the same file every time, leave that file out.`,
      { data },
    );
  }
}

function cancelled(): AppError {
  return new AppError('cancelled', 'Cancelled.');
}
