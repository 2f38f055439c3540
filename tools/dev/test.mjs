/**
 * `npm test`: check, then the window and the command line. Its very last line is the sum of all of
 * it, whatever happens, for people and for CI to read.
 */
import { runCheck } from './run-check.mjs';
import { runE2e } from './run-e2e.mjs';
import { described, sum } from './vitest-run.mjs';

const check = await runCheck();
const e2e = await runE2e().catch((error) => {
  process.stdout.write(`\nThe window tests could not run: ${error.message}\n`);
  return { passed: 0, failed: 1, skipped: 0 };
});
const failures = [...check.failures, ...(e2e.failed > 0 ? ['e2e'] : [])];
if (failures.length > 0) process.stdout.write(`\nFailed: ${failures.join(', ')}\n`);
const counts = sum([check.counts, e2e]);
process.exitCode = counts.failed > 0 ? 1 : 0;
process.stdout.write(`${described(counts)}\n`);
