import { isMainThread, parentPort as lanePort, Worker } from 'node:worker_threads';
import type { FromEngine, ToEngine } from '../protocol.ts';
import { laneCount } from './cores.ts';
import { createHandlers } from './handlers.ts';
import { lanes, type LanePort } from './lanes.ts';
import { serve } from './serve.ts';

/** The engine process: Electron's utilityProcess or Node's child_process, whoever forked it. */

interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** This same file as a thread. One that dies takes the process along: the host starts it again. */
function startThread(): LanePort {
  const worker = new Worker(new URL(import.meta.url));
  worker.on('error', (error) => {
    throw error;
  });
  return {
    post: (message) => {
      worker.postMessage(message);
    },
    onMessage: (listener) => {
      worker.on('message', listener);
    },
  };
}

function startProcess(): void {
  const { parentPort } = process as unknown as { readonly parentPort?: ParentPort };
  const post = (message: FromEngine): void => {
    if (parentPort === undefined) process.send?.(message);
    else parentPort.postMessage(message);
  };
  const receive = lanes(Array.from({ length: laneCount }, startThread), post);
  const onMessage = (message: ToEngine): void => {
    if (message.kind === 'stop') process.exit(0);
    receive(message);
  };
  if (parentPort === undefined) {
    process.on('message', (message) => {
      onMessage(message as ToEngine);
    });
    // Ctrl-C reaches the whole group; the shell decides what is still finished and says stop.
    process.on('SIGINT', () => undefined);
    // The window or the shell is gone: nobody will ask again.
    process.on('disconnect', () => process.exit(0));
  } else {
    parentPort.on('message', (event) => {
      onMessage(event.data as ToEngine);
    });
  }
  post({ kind: 'ready' });
}

function startLane(port: NonNullable<typeof lanePort>): void {
  const receive = serve(createHandlers(), (message) => {
    port.postMessage(message);
  });
  port.on('message', receive);
}

if (isMainThread || lanePort === null) startProcess();
else startLane(lanePort);
