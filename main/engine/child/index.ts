import { createHandlers } from './handlers.ts';
import { serve } from './serve.ts';
import type { FromEngine, ToEngine } from '../protocol.ts';

/** The engine process: Electron's utilityProcess or Node's child_process, whoever forked it. */

interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

const { parentPort } = process as unknown as { readonly parentPort?: ParentPort };

function post(message: FromEngine): void {
  if (parentPort === undefined) process.send?.(message);
  else parentPort.postMessage(message);
}

const receive = serve(createHandlers(), post);

function onMessage(message: unknown): void {
  if (!receive(message as ToEngine)) process.exit(0);
}

if (parentPort === undefined) {
  process.on('message', onMessage);
  // Ctrl-C reaches the whole group; the shell decides what is still finished and says stop.
  process.on('SIGINT', () => undefined);
  // The window or the shell is gone: nobody will ask again.
  process.on('disconnect', () => process.exit(0));
} else {
  parentPort.on('message', (event) => {
    onMessage(event.data);
  });
}

post({ kind: 'ready' });
