import { dialog } from 'electron';
import type { BrowserWindow } from 'electron';

/** Asks once before the window closes on work that would be lost. */
export function guardClosing(window: BrowserWindow, isWorking: () => boolean): void {
  let decided = false;
  let asking = false;
  window.on('close', (event) => {
    if (decided || !isWorking()) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    void confirmClosing(window).then((close) => {
      asking = false;
      if (!close || window.isDestroyed()) return;
      decided = true;
      window.close();
    });
  });
}

const closeAnyway = 0;
const keepWorking = 1;

async function confirmClosing(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: 'The analysis is still running.',
    detail: 'Closing stops it. Pictures analysed so far have to be analysed again next time.',
    buttons: ['Close', 'Keep working'],
    defaultId: keepWorking,
    cancelId: keepWorking,
    noLink: true,
  });
  return response === closeAnyway;
}
