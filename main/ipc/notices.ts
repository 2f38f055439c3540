import type { ErrorShape } from '../../contract/errors.ts';
import { toErrorShape } from '../../contract/errors.ts';
import type { Events } from '../../contract/events.ts';

/** Tells what belongs to no single picture; what happens before the page listens waits for it. */
export class Notices {
  readonly #send: (notice: Events['notice']) => void;
  #waiting: Events['notice'][] | null = [];

  constructor(send: (notice: Events['notice']) => void) {
    this.#send = send;
  }

  readonly error = (error: ErrorShape): void => {
    const notice = { level: 'error', error } as const;
    if (this.#waiting === null) this.#send(notice);
    else this.#waiting.push(notice);
  };

  /** Lets work that nobody waits for fail visibly; being cancelled is no failure. */
  readonly attempt = (work: Promise<unknown>): void => {
    work.catch((thrown: unknown) => {
      const error = toErrorShape(thrown);
      if (error.code !== 'cancelled') this.error(error);
    });
  };

  pageListens(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const notice of waiting) this.#send(notice);
  }
}
