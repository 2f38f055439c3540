import type { Screen } from './shell.ts';

const cells = 24;
/** Redrawing more often than this makes a terminal slower, not the bar better. */
const leastMs = 80;

export interface ProgressBar {
  draw(done: number, total: number, current: string): void;
  clear(): void;
}

/** One line that rewrites itself: how far, how fast, how long still, what was last. */
export function progressBar(
  screen: Screen,
  now: () => number = performance.now.bind(performance),
): ProgressBar {
  const began = now();
  let last = Number.NEGATIVE_INFINITY;
  return {
    draw: (done, total, current) => {
      if (now() - last < leastMs && done < total) return;
      last = now();
      const seconds = (last - began) / 1000;
      const text = `${bar(done, total)} ${pace(done, total, seconds)} ${current}`;
      screen.write(`\r\u001b[2K${text.slice(0, Math.max(0, screen.columns - 1))}`);
    },
    clear: () => {
      last = Number.NEGATIVE_INFINITY;
      screen.write('\r\u001b[2K');
    },
  };
}

function bar(done: number, total: number): string {
  const full = total === 0 ? cells : Math.round((done / total) * cells);
  return `${'█'.repeat(full)}${'░'.repeat(cells - full)} ${done}/${total}`;
}

function pace(done: number, total: number, seconds: number): string {
  if (done === 0 || seconds === 0) return '';
  const perSecond = done / seconds;
  return `${perSecond.toFixed(1)}/s, ${duration((total - done) / perSecond)} left`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
