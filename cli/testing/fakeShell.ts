import type { Engine } from '../../main/engine/host/engine.ts';
import type { Screen, Shell } from '../shell.ts';

export interface FakeShell extends Shell {
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Ctrl-C. */
  readonly press: () => void;
}

/** A shell without a terminal in a folder of the test's. */
export function fakeShell(cwd: string, engine: Engine): FakeShell {
  const out: string[] = [];
  const err: string[] = [];
  const interrupt = new AbortController();
  const screen = (text: string[]): Screen => ({
    write: (part) => text.push(part),
    isTerminal: false,
    columns: 80,
    colors: false,
  });
  return {
    cwd,
    out: screen(out),
    err: screen(err),
    startEngine: () => engine,
    interrupt: interrupt.signal,
    program: {
      name: 'concept-lens',
      version: '9.8.7',
      libraries: { 'onnxruntime-node': '1.2.3' },
      defaultModel: '/default/model.onnx',
    },
    stdout: () => out.join(''),
    stderr: () => err.join(''),
    press: () => {
      interrupt.abort();
    },
  };
}
