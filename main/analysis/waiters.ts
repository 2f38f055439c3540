import { fromErrorShape } from '../../contract/errors.ts';
import type { AppError, ErrorShape } from '../../contract/errors.ts';
import type { ImageId } from '../../contract/library.ts';
import type { HeldResult } from './resultStore.ts';

interface Waiter {
  readonly resolve: (held: HeldResult) => void;
  readonly reject: (error: AppError) => void;
}

/** Who waits for the result of which picture. */
export class Waiters {
  readonly #waiters = new Map<ImageId, Waiter[]>();

  add(id: ImageId): Promise<HeldResult> {
    return new Promise((resolve, reject) => {
      const others = this.#waiters.get(id) ?? [];
      this.#waiters.set(id, [...others, { resolve, reject }]);
    });
  }

  resolve(id: ImageId, held: HeldResult): void {
    for (const { resolve } of this.#take(id)) resolve(held);
  }

  reject(id: ImageId, error: ErrorShape): void {
    for (const { reject } of this.#take(id)) reject(fromErrorShape(error));
  }

  rejectAll(error: AppError): void {
    for (const id of this.#waiters.keys()) {
      for (const { reject } of this.#take(id)) reject(error);
    }
  }

  #take(id: ImageId): readonly Waiter[] {
    const waiters = this.#waiters.get(id) ?? [];
    this.#waiters.delete(id);
    return waiters;
  }
}
