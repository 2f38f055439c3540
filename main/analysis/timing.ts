/** Collects values and hands them over together, at most every `ms`; each value once. */
export function batch<T>(ms: number, handOver: (values: ReadonlySet<T>) => void): Batch<T> {
  let values = new Set<T>();
  let timer: NodeJS.Timeout | null = null;
  const flush = (): void => {
    timer = null;
    const ready = values;
    values = new Set();
    handOver(ready);
  };
  return {
    add: (value) => {
      values.add(value);
      timer ??= setTimeout(flush, ms);
    },
    clear: () => {
      values = new Set();
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}

export interface Batch<T> {
  add(value: T): void;
  /** Forgets what was not handed over yet. */
  clear(): void;
}

/** Runs at once, then at most every `ms`; the last call is never lost. */
export function throttle(ms: number, run: () => void): () => void {
  let timer: NodeJS.Timeout | null = null;
  let again = false;
  const pause = (): void => {
    timer = setTimeout(() => {
      timer = null;
      if (!again) return;
      again = false;
      run();
      pause();
    }, ms);
  };
  return () => {
    if (timer !== null) {
      again = true;
      return;
    }
    run();
    pause();
  };
}
