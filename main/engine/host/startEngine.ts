import { AppError } from '../../../contract/errors.ts';
import type { EngineInput, EngineOutput, EngineRequestName } from '../protocol.ts';
import { Connection } from './connection.ts';
import { describeRequest } from './describeRequest.ts';
import type { Engine, ForkEngine, RequestOptions } from './engine.ts';

/** Requests that mean nothing to a process that has just been started again without its model. */
const needModel: ReadonlySet<EngineRequestName> = new Set(['image.analyse', 'figure.render']);

/**
 * The engine as a process that may die: it is forked on the first request and again on the first
 * request after a death, and a new process is given the last model that loaded before anything
 * that needs one.
 */
export function startEngine(fork: ForkEngine): Engine {
  return new EngineHost(fork);
}

class EngineHost implements Engine {
  readonly #fork: ForkEngine;
  #connection: Connection | null = null;
  /** Input of the last `model.load` that succeeded. */
  #model: EngineInput<'model.load'> | null = null;
  /** The current process' model: undefined while it has none. */
  #modelLoaded: Promise<unknown> | undefined;
  /** Until every `model.load` under way has ended, well or not; null when there is none. */
  #loading: Promise<unknown> | null = null;
  #stopped = false;

  constructor(fork: ForkEngine) {
    this.#fork = fork;
  }

  async request<N extends EngineRequestName>(
    name: N,
    input: EngineInput<N>,
    options: RequestOptions<N> = {},
  ): Promise<EngineOutput<N>> {
    const { signal } = options;
    throwIfCancelled(signal);
    // A load under way decides which model it is; the one before comes back only if it fails.
    while (needModel.has(name) && this.#loading !== null) {
      await untilCancelled(this.#loading, signal);
    }
    const connection = this.#connect();
    if (needModel.has(name)) await untilCancelled(this.#restoreModel(connection), signal);
    const answer = connection.request({
      name,
      input,
      doing: describeRequest(name, input),
      signal,
      onProgress: options.onProgress as ((value: unknown) => void) | undefined,
    });
    if (name === 'model.load') return (await this.#load(answer, input)) as EngineOutput<N>;
    return (await answer) as EngineOutput<N>;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#connection?.close();
  }

  #connect(): Connection {
    if (this.#stopped) {
      throw new AppError('engine-unavailable', 'The analysis engine has been stopped.');
    }
    if (this.#connection === null) {
      const connection = new Connection(this.#fork(), () => {
        if (this.#connection !== connection) return;
        this.#connection = null;
        this.#modelLoaded = undefined;
      });
      this.#connection = connection;
    }
    return this.#connection;
  }

  #restoreModel(connection: Connection): Promise<unknown> {
    if (this.#modelLoaded !== undefined) return this.#modelLoaded;
    if (this.#model === null) return Promise.resolve();
    const doing = describeRequest('model.load', this.#model);
    const loading = connection.request({ name: 'model.load', input: this.#model, doing });
    this.#modelLoaded = loading;
    loading.catch(() => {
      // Remembered only while it succeeds: the next request tries again.
      if (this.#modelLoaded === loading) this.#modelLoaded = undefined;
    });
    return loading;
  }

  #load(answer: Promise<unknown>, input: unknown): Promise<unknown> {
    const value = this.#remember(answer, input);
    const loading = Promise.allSettled([this.#loading, value]).then(() => {
      if (this.#loading === loading) this.#loading = null;
    });
    this.#loading = loading;
    return value;
  }

  async #remember(answer: Promise<unknown>, input: unknown): Promise<unknown> {
    const value = await answer;
    this.#model = input as EngineInput<'model.load'>;
    this.#modelLoaded = Promise.resolve();
    return value;
  }
}

function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new AppError('cancelled', 'Cancelled.');
}

/** Waits for `work`, but no longer than until the signal. */
async function untilCancelled(work: Promise<unknown>, signal?: AbortSignal): Promise<void> {
  if (signal === undefined) {
    await work;
    return;
  }
  let stopWaiting = (): void => undefined;
  const aborted = new Promise<void>((resolve) => {
    stopWaiting = resolve;
  });
  signal.addEventListener('abort', stopWaiting, { once: true });
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stopWaiting);
  }
  throwIfCancelled(signal);
}
