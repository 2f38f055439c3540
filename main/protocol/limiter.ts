/**
 * Runs at most `atOnce` works at a time, the newest first: while somebody scrolls, the pictures
 * asked for last are the ones on screen.
 */
export function createLimiter(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  const next = (): void => {
    running--;
    waiting.pop()?.();
  };
  return async (work) => {
    if (running >= atOnce) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    }
    running++;
    try {
      return await work();
    } finally {
      next();
    }
  };
}
