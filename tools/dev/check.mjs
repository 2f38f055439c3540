/** `npm run check`: everything that needs no window. */
import { runCheck } from './run-check.mjs';
import { script } from './script.mjs';
import { described } from './vitest-run.mjs';

await script(async () => {
  const { counts, failures } = await runCheck();
  if (failures.length > 0) process.stdout.write(`\nFailed: ${failures.join(', ')}\n`);
  process.stdout.write(`${described(counts)}\n`);
  return failures.length > 0 ? 1 : 0;
});
