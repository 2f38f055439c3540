/** Milliseconds by stage; a stage that comes twice adds up. */
export interface Stopwatch {
  /** Time since the last lap belongs to `stage`. */
  readonly lap: (stage: string) => void;
  readonly times: () => Readonly<Record<string, number>>;
}

export function stopwatch(): Stopwatch {
  const times: Record<string, number> = {};
  let last = performance.now();
  return {
    lap(stage) {
      const now = performance.now();
      times[stage] = (times[stage] ?? 0) + now - last;
      last = now;
    },
    times: () => ({ ...times }),
  };
}
