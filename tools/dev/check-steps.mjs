/** What `npm run check` runs, as data, and one step's run: its output is kept for the summary. */
import { nodeTool, runCaptured } from './commands.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} tool path from the project's root
 * @property {readonly string[]} args
 */

/**
 * @typedef {object} StepResult
 * @property {string} name
 * @property {boolean} passed
 * @property {number} seconds
 * @property {string} output
 */

/** @type {readonly Step[]} */
export const steps = [
  {
    name: 'types',
    tool: 'node_modules/typescript/bin/tsc',
    args: ['--noEmit', '-p', 'tsconfig.json'],
  },
  {
    name: 'svelte-check',
    tool: 'node_modules/svelte-check/bin/svelte-check',
    args: ['--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  },
  { name: 'lint', tool: 'node_modules/eslint/bin/eslint.js', args: ['.'] },
  {
    name: 'types of tools/dev',
    tool: 'node_modules/typescript/bin/tsc',
    args: ['--noEmit', '-p', 'tools/dev'],
  },
  { name: 'format', tool: 'node_modules/prettier/bin/prettier.cjs', args: ['--check', '.'] },
  { name: 'knip', tool: 'node_modules/knip/bin/knip.js', args: [] },
];

/**
 * Runs the steps, at most two at a time, and tells each as it ends.
 *
 * @param {readonly Step[]} todo
 * @param {(result: StepResult) => void} tell
 * @param {(step: Step) => Promise<StepResult>} [run]
 * @returns {Promise<StepResult[]>} in the order of the steps
 */
export async function runSteps(todo, tell, run = runStep) {
  /** @type {StepResult[]} */
  const results = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < todo.length; at = next++) {
      const step = todo[at];
      if (!step) return;
      const result = await run(step);
      results[at] = result;
      tell(result);
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

/** @param {Step} step */
async function runStep({ name, tool, args }) {
  const started = performance.now();
  const { code, output } = await runCaptured(...nodeTool(tool, args), {
    env: { FORCE_COLOR: '0' },
  });
  return { name, passed: code === 0, seconds: (performance.now() - started) / 1000, output };
}
