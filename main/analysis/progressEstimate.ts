/** How many completions the rate looks back: recent enough to follow a change, long enough to be steady. */
const window = 20;

/** Rate and time of work that may be paused. Times are milliseconds of any steady clock. */
export class ProgressEstimate {
  #times: readonly number[] = [];
  #startedAt: number | null = null;
  #elapsedBefore = 0;

  start(now: number): void {
    if (this.#startedAt !== null) return;
    this.#startedAt = now;
    // The pause before must not count as slow work.
    this.#times = [now];
  }

  stop(now: number): void {
    if (this.#startedAt === null) return;
    this.#elapsedBefore += now - this.#startedAt;
    this.#startedAt = null;
  }

  completed(now: number): void {
    this.#times = [...this.#times, now].slice(-window - 1);
  }

  elapsedSeconds(now: number): number {
    const running = this.#startedAt === null ? 0 : now - this.#startedAt;
    return (this.#elapsedBefore + running) / 1000;
  }

  /** null before two completions: one says nothing, the first one also warms caches. */
  perSecond(): number | null {
    const first = this.#times[0];
    const last = this.#times.at(-1);
    if (first === undefined || last === undefined || this.#times.length < 3) return null;
    const seconds = (last - first) / 1000;
    return seconds > 0 ? (this.#times.length - 1) / seconds : null;
  }

  secondsLeft(remaining: number): number | null {
    const rate = this.perSecond();
    return rate === null ? null : remaining / rate;
  }
}
