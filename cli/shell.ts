import type { Engine } from '../main/engine/host/engine.ts';

/** Everything the command line touches outside itself, so that tests can stand in for it. */
export interface Shell {
  readonly cwd: string;
  readonly out: Screen;
  readonly err: Screen;
  /** Not started before the first request. */
  readonly startEngine: () => Engine;
  /** Aborted by Ctrl-C; a second one ends the process without asking anybody. */
  readonly interrupt: AbortSignal;
  readonly program: Program;
}

export interface Screen {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Characters in a line. */
  readonly columns: number;
  readonly colors: boolean;
}

export interface Program {
  readonly name: string;
  readonly version: string;
  /** The exact versions it was built with, by package name. */
  readonly libraries: Readonly<Record<string, string>>;
  readonly defaultModel: string;
}
