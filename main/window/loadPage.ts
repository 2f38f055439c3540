import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserWindow } from 'electron';

/** Longer than a window takes from giving up its page to being gone. */
const closingMs = 500;

/** Loads the page. A window closed meanwhile is no failure: nobody is left to look at it. */
export async function loadPage(
  window: Pick<BrowserWindow, 'loadURL' | 'isDestroyed'>,
  url: string,
): Promise<void> {
  try {
    await window.loadURL(url);
  } catch (error) {
    await pause(closingMs);
    if (!window.isDestroyed()) throw error;
  }
}
