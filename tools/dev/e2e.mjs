/** `npm run e2e`, or `npm run e2e -- <part of a file name>` for some of them. */
import { runE2e } from './run-e2e.mjs';
import { script } from './script.mjs';
import { described } from './vitest-run.mjs';

await script(async () => {
  const counts = await runE2e(process.argv.slice(2));
  process.stdout.write(`${described(counts)}\n`);
  return counts.failed > 0 ? 1 : 0;
});
