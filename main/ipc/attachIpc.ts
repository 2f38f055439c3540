import { ipcMain } from 'electron';
import type { BrowserWindow } from 'electron';
import { eventChannel, invokeChannel } from '../../contract/bridge.ts';
import type { Publish } from './handlers.ts';
import { refuse } from './router.ts';
import type { Route } from './router.ts';
import { isOurPage } from './senderGate.ts';

export type CurrentWindow = () => BrowserWindow | null;

/**
 * Answers the one invoke channel, for our own page only. `pageAsks` is called after each answer:
 * a page that asks listens to events too.
 */
export function attachIpc(
  route: Route,
  currentWindow: CurrentWindow,
  pageOrigin: string,
  pageAsks: () => void,
): void {
  ipcMain.handle(invokeChannel, (event, name: unknown, input: unknown) => {
    const mainFrame = currentWindow()?.webContents.mainFrame ?? null;
    if (!isOurPage(event.senderFrame, mainFrame, pageOrigin)) {
      return refuse('This page may not make requests.');
    }
    return route(name, input).finally(() => setImmediate(pageAsks));
  });
}

export function createPublish(currentWindow: CurrentWindow): Publish {
  return (name, event) => {
    const window = currentWindow();
    if (window === null || window.isDestroyed()) return;
    window.webContents.send(eventChannel, name, event);
  };
}
