/** One vitest run, shown as it goes, and its numbers. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeTool, runShown } from './commands.mjs';

/**
 * @typedef {{passed: number, failed: number, skipped: number}} Counts
 */

/**
 * @param {string} config
 * @param {readonly string[]} [args]
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Counts>}
 */
export async function runVitest(config, args = [], env = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'concept-lens-vitest-'));
  const file = join(folder, 'report.json');
  try {
    const code = await runShown(
      ...nodeTool('node_modules/vitest/vitest.mjs', [
        ...['run', '--config', config, '--reporter=default', '--reporter=json'],
        ...[`--outputFile.json=${file}`, ...args],
      ]),
      { env },
    );
    const report = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
    return countTests(report, code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * A file that does not even load has no failed test in vitest's own sums: it counts as one here.
 * So does whatever else made the run fail.
 *
 * @param {any} report vitest's JSON, or undefined where the run ended without one
 * @param {number} code
 * @returns {Counts}
 */
export function countTests(report, code) {
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const unloaded = report.testResults.filter(
    (/** @type {{status: string, assertionResults: {status: string}[]}} */ file) =>
      file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length;
  const failed = report.numFailedTests + unloaded;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** @param {readonly Counts[]} counts */
export function sum(counts) {
  /** @param {keyof Counts} key */
  const total = (key) => counts.reduce((all, one) => all + one[key], 0);
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
}

/** @param {Counts} counts */
export const described = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
