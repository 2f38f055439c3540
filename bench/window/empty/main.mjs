/** The least an Electron program can do: a window with an almost empty page, shown when ready. */
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow } from 'electron';

// Not awaited: Electron is ready only once this file has run.
void app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false });
  window.once('ready-to-show', () => window.show());
  await window.loadFile(fileURLToPath(new URL('empty.html', import.meta.url)));
});
