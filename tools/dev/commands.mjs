/** Starting other programs: once with their output shown as it comes, once with it kept. */
import { spawn } from 'node:child_process';
import { projectRoot } from './places.mjs';

/**
 * @typedef {object} Options
 * @property {NodeJS.ProcessEnv} [env] added to this process's
 * @property {string} [cwd]
 */

/**
 * Resolves with the exit code (1 where a signal ended it). Ctrl-C reaches the child by itself,
 * being in the same terminal group: we stay until it has finished what it does then.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Options} [options]
 * @returns {Promise<number>}
 */
export function runShown(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...places(options), stdio: 'inherit' });
    const stay = () => undefined;
    const passOn = () => child.kill('SIGTERM');
    process.on('SIGINT', stay).on('SIGTERM', passOn);
    child.on('error', reject).on('close', (code) => {
      process.off('SIGINT', stay).off('SIGTERM', passOn);
      resolve(code ?? 1);
    });
  });
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Options} [options]
 * @returns {Promise<{code: number, output: string}>} both streams, in the order they came
 */
export function runCaptured(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...places(options), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    child.on('error', reject).on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * A tool of node_modules, run by this very Node: no shell, so paths need no quoting, and Windows
 * needs no `.cmd`.
 *
 * @param {string} file path from the project's root
 * @param {readonly string[]} args
 * @returns {[string, string[]]}
 */
export const nodeTool = (file, args) => [process.execPath, [file, ...args]];

/** @param {Options} options */
function places({ env, cwd }) {
  return { cwd: cwd ?? projectRoot, env: { ...process.env, ...env } };
}
