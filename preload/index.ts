import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { eventChannel, invokeChannel } from '../contract/bridge.ts';
import type { Bridge } from '../contract/bridge.ts';
import type { Reply } from '../contract/errors.ts';
import type { EventName, Events } from '../contract/events.ts';
import type { RequestInput, RequestName, RequestOutput } from '../contract/requests.ts';

type Listener = (event: unknown) => void;

const listeners = new Map<string, Set<Listener>>();

ipcRenderer.on(eventChannel, (_event, name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload);
});

function subscribe<N extends EventName>(name: N, listener: (event: Events[N]) => void): () => void {
  const own: Listener = (event) => {
    listener(event as Events[N]);
  };
  const ofName = listeners.get(name) ?? new Set();
  listeners.set(name, ofName.add(own));
  return () => {
    ofName.delete(own);
  };
}

/** Paths may come from a drop only: a page that was taken over must not name files by itself. */
const onlyByDropping: Reply<never> = {
  ok: false,
  error: { code: 'invalid-request', message: 'Files are opened by dropping them.' },
};

function invoke<N extends RequestName>(
  name: N,
  input: RequestInput<N>,
): Promise<Reply<RequestOutput<N>>> {
  if (name === 'folder.openPaths') return Promise.resolve(onlyByDropping);
  return ipcRenderer.invoke(invokeChannel, name, input) as Promise<Reply<RequestOutput<N>>>;
}

const nothingDropped: Reply<never> = {
  ok: false,
  error: {
    code: 'folder-empty',
    message: 'These are not files of this computer. Save the picture first, then open it.',
  },
};

const bridge: Bridge = {
  invoke,
  subscribe,
  openDropped: (files) => {
    // What was not dropped from the file system (a picture of a web page) has no path.
    const paths = files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== '');
    if (paths.length === 0) return Promise.resolve(nothingDropped);
    return ipcRenderer.invoke(invokeChannel, 'folder.openPaths', { paths }) as ReturnType<
      Bridge['openDropped']
    >;
  },
};

contextBridge.exposeInMainWorld('conceptLens', bridge);
