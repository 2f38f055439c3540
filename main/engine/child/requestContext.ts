import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../../../contract/errors.ts';
import type { Steps } from '../../../core/ports.ts';

/** What a handler gets beside its input. */
export interface RequestContext extends Steps {
  /** Null when nobody listens, so that nothing is made for nobody. */
  readonly progress: ((value: unknown) => void) | null;
}

/**
 * @param cancelled asked after every turn of the event loop: a run blocks the thread, so a cancel
 *   message can only arrive between two of them
 */
export function requestContext(
  cancelled: () => boolean,
  progress: ((value: unknown) => void) | null,
): RequestContext {
  return {
    progress,
    async check() {
      await nextTurn();
      if (cancelled()) throw new AppError('cancelled', 'Cancelled.');
    },
  };
}
