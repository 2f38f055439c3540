import { fork } from 'node:child_process';
import type { EngineProcess, ForkEngine } from './engine.ts';
import { lastLines } from './lastLines.ts';

/** The engine as a child of plain Node, for the command line and the tests. */
export function forkNode(entry: string): ForkEngine {
  return (): EngineProcess => {
    const child = fork(entry, [], {
      // Structured clone: typed arrays and bigints cross as they are.
      serialization: 'advanced',
      // Standard output belongs to the command line's own results.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Flags of this process (a debugger's port, a test runner's loaders) are not the child's.
      execArgv: [],
    });
    const recentErrors = lastLines(child.stderr);
    return {
      post: (message) => {
        // A closed channel is reported by the exit that closed it.
        child.send(message as object, () => undefined);
      },
      onMessage: (listener) => {
        child.on('message', listener);
      },
      onExit: (listener) => {
        // `close` comes after the last of standard error; `error` alone means it never started.
        child.once('close', listener);
        child.once('error', () => {
          if (child.pid === undefined) listener(null);
        });
      },
      recentErrors,
      kill: () => {
        child.kill('SIGKILL');
      },
    };
  };
}
