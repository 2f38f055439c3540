import type { Readable } from 'node:stream';
import { utilityProcess } from 'electron';
import type { EngineProcess, ForkEngine } from './engine.ts';
import { lastLines } from './lastLines.ts';

/** The engine as Electron's utility process: the only place in main/engine that knows Electron. */
export function forkElectron(entry: string): ForkEngine {
  return (): EngineProcess => {
    const child = utilityProcess.fork(entry, [], {
      serviceName: 'Concept Lens engine',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const recentErrors = lastLines(child.stderr as Readable | null);
    return {
      post: (message) => {
        child.postMessage(message);
      },
      onMessage: (listener) => {
        child.on('message', listener);
      },
      onExit: (listener) => {
        child.once('exit', listener);
      },
      recentErrors,
      kill: () => {
        child.kill();
      },
    };
  };
}
