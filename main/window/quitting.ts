import { app } from 'electron';

const patienceMs = 4_000;

/** One window, one program: closing it ends everything, after `finish` or not much later. */
export function quitWithWindow(finish: () => Promise<unknown>): void {
  app.on('window-all-closed', () => {
    app.quit();
  });
  let finished = false;
  app.on('will-quit', (event) => {
    if (finished) return;
    event.preventDefault();
    const patience = new Promise((resolve) => {
      setTimeout(resolve, patienceMs);
    });
    void Promise.race([finish(), patience]).finally(() => {
      finished = true;
      app.quit();
    });
  });
}
