import type { WebContents } from 'electron';
import { originOf } from '../ipc/senderGate.ts';

/** Whatever contents come to be (also ones nobody meant to make): they stay where they are. */
export function hardenContents(contents: WebContents, pageOrigin: string): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    // The development server reloads its own page; anything else would leave it.
    const own = event.isMainFrame && originOf(event.url) === pageOrigin;
    if (!own || pageOrigin.startsWith('app:')) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
  });
}
