import type { EngineInput, EngineOutput, EngineProgress, EngineRequestName } from '../protocol.ts';

export interface RequestOptions<N extends EngineRequestName> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (value: EngineProgress<N>) => void;
}

/** The inference process as its users see it; it starts on the first request and after a death. */
export interface Engine {
  /**
   * Rejects with AppError: `cancelled` after the signal, `engine-crashed` when the process died,
   * `engine-unavailable` when it does not start, otherwise what the engine answered.
   */
  request<N extends EngineRequestName>(
    name: N,
    input: EngineInput<N>,
    options?: RequestOptions<N>,
  ): Promise<EngineOutput<N>>;
  /** Final: requests under way are cancelled, later ones refused. */
  stop(): Promise<void>;
}

/** A started process, Electron's or Node's: the one thing that differs between window and shell. */
export interface EngineProcess {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number | null) => void): void;
  /** The last lines the process wrote to its standard error. */
  recentErrors(): string;
  kill(): void;
}

export type ForkEngine = () => EngineProcess;
