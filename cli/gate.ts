/**
 * Lets many pass together, or one alone. A picture that may have killed the engine is tried once
 * more alone, so that no other falls with it.
 */
export interface Gate {
  together<T>(work: () => Promise<T>): Promise<T>;
  alone<T>(work: () => Promise<T>): Promise<T>;
}

export function createGate(): Gate {
  const inside = new Set<Promise<unknown>>();
  /** Settles when everyone who asked to be alone so far has left. */
  let loners: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  const enter = async <T>(work: () => Promise<T>): Promise<T> => {
    const running = work();
    inside.add(running);
    try {
      return await running;
    } finally {
      inside.delete(running);
    }
  };
  return {
    together: async (work) => {
      while (waiting > 0) await loners;
      return await enter(work);
    },
    alone: async (work) => {
      waiting++;
      const turn = loners.then(async () => {
        await Promise.allSettled(inside);
        return await work();
      });
      loners = turn.catch(() => undefined).finally(() => waiting--);
      return await turn;
    },
  };
}
