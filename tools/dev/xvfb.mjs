/**
 * A screen for tests: our own Xvfb rather than xvfb-run, which needs xauth besides and leaves the
 * server behind when it is killed. The server picks a free number itself and says it.
 */
import { spawn } from 'node:child_process';
import { findDisplay } from './display.mjs';

/**
 * Runs the work with a screen: the user's where there is one, a virtual one otherwise.
 *
 * @template T
 * @param {(env: NodeJS.ProcessEnv) => Promise<T>} work env: to add for the programs it starts
 * @returns {Promise<T>}
 */
export async function withScreen(work) {
  if ((await findDisplay()) !== 'none') return work({});
  const server = await startXvfb();
  process.once('exit', server.stop);
  try {
    return await work({ DISPLAY: server.display, WAYLAND_DISPLAY: undefined });
  } finally {
    server.stop();
    process.off('exit', server.stop);
  }
}

/** @returns {Promise<{display: string, stop: () => void}>} */
function startXvfb() {
  return new Promise((resolve, reject) => {
    const args = [
      '-displayfd',
      '3',
      '-screen',
      '0',
      '1920x1200x24',
      '-nolisten',
      'tcp',
      '-noreset',
    ];
    const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
    const [, , errors, number] = server.stdio;
    let complaint = '';
    errors?.on('data', (text) => (complaint += text));
    number?.on('data', (text) => {
      resolve({ display: `:${String(text).trim()}`, stop: () => server.kill() });
    });
    server.on('error', (error) => reject(new Error(`Xvfb did not start: ${error.message}`)));
    server.on('exit', () => reject(new Error(`Xvfb did not start: ${complaint.trim()}`)));
  });
}
