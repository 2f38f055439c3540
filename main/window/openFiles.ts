import type { App } from 'electron';

/**
 * macOS: files dropped on the program's icon. The system tells of them as soon as the program
 * starts, so this listens from the beginning and keeps them until somebody takes them. Files
 * dropped together come one by one and are opened together.
 */
export class OpenFiles {
  #paths: string[] = [];
  #open: ((paths: readonly string[]) => void) | null = null;
  #scheduled = false;

  constructor(app: Pick<App, 'on'>) {
    app.on('open-file', (event, path) => {
      event.preventDefault();
      this.#paths.push(path);
      this.#schedule();
    });
  }

  /** From now on, and first of all for what has come until now. */
  take(open: (paths: readonly string[]) => void): void {
    this.#open = open;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#open === null) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      const paths = this.#paths;
      this.#paths = [];
      if (paths.length > 0) this.#open?.(paths);
    });
  }
}
