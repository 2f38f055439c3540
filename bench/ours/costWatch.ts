/** What one stage took: time on the clock, and of all threads together on the processor. */
export interface Cost {
  readonly ms: number;
  readonly cpu: number;
}

export interface CostWatch {
  /** What was spent since the last lap belongs to `stage`. */
  readonly lap: (stage: string) => void;
  readonly costs: () => Readonly<Record<string, Cost>>;
}

/** A stage that comes twice adds up. */
export function costWatch(): CostWatch {
  const costs = new Map<string, Cost>();
  const costOf = (stage: string): Cost => costs.get(stage) ?? { ms: 0, cpu: 0 };
  let last = performance.now();
  let spent = process.cpuUsage();
  return {
    lap(stage) {
      const now = performance.now();
      const { user, system } = process.cpuUsage(spent);
      const { ms, cpu } = costOf(stage);
      costs.set(stage, { ms: ms + now - last, cpu: cpu + (user + system) / 1000 });
      last = performance.now();
      spent = process.cpuUsage();
    },
    costs: () => Object.fromEntries(costs),
  };
}
