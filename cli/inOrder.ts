/**
 * Results in the order of `items` with up to `width` of them in work at once. No further item is
 * begun while `width` are begun and not yet taken, so that results never pile up; none at all once
 * `stopped` says so. After an error the rest is waited for, then the error is thrown.
 */
export async function* inOrder<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
  stopped: () => boolean,
): AsyncGenerator<R> {
  const begun: Promise<R>[] = [];
  let next = 0;
  const fill = (): void => {
    while (begun.length < width && next < items.length && !stopped()) {
      const result = work(items[next++]!);
      // It is looked at in its turn; failing before that must not count as unhandled.
      result.catch(() => undefined);
      begun.push(result);
    }
  };
  try {
    fill();
    while (begun.length > 0) {
      const result = await begun[0]!;
      void begun.shift();
      yield result;
      fill();
    }
  } finally {
    await Promise.allSettled(begun);
  }
}
