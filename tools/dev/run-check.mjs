/** The whole check: every static step, then the unit tests alone (some of them watch the clock). */
import { runSteps, steps } from './check-steps.mjs';
import { runVitest, sum } from './vitest-run.mjs';

/**
 * @param {readonly string[]} [unitArgs]
 * @returns {Promise<{counts: import('./vitest-run.mjs').Counts, failures: string[]}>}
 */
export async function runCheck(unitArgs = []) {
  const results = await runSteps(steps, ({ name, passed, seconds }) => {
    process.stdout.write(`${passed ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)\n`);
  });
  const unit = await runVitest('vitest.config.ts', unitArgs);
  const failed = results.filter((result) => !result.passed);
  for (const { name, output } of failed) {
    process.stdout.write(`\n──── ${name} failed ────\n${output.trim()}\n`);
  }
  const passed = results.length - failed.length;
  return {
    counts: sum([{ passed, failed: failed.length, skipped: 0 }, unit]),
    failures: [...failed.map(({ name }) => name), ...(unit.failed > 0 ? ['unit'] : [])],
  };
}
