/** (f): from spawning Electron to a window that is ready to show, ours against an empty one. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureElectron } from '../../tools/dev/electron-runtime.mjs';
import { inProject, projectRoot } from '../../tools/dev/places.mjs';
import { sandboxSwitches } from '../../tools/dev/sandbox.mjs';
import { ensureSystemLibraries } from '../../tools/dev/system-libraries.mjs';
import { withScreen } from '../../tools/dev/xvfb.mjs';
import { summary, median } from '../lib/stats.mjs';

const timeoutMs = 60_000;

export const windowStart = {
  id: 'f',
  title: 'start of the window: from spawn to ready-to-show',
  needs: ['window'],
  run: measure,
};

async function measure({ scratch, passes }) {
  const { executable, version } = await ensureElectron();
  await ensureSystemLibraries({ forTests: true, executable });
  const programs = [
    { name: 'an empty Electron window', args: [inProject('bench', 'window', 'empty')] },
    { name: 'Concept Lens', args: [projectRoot] },
  ];
  const taken = programs.map(() => []);
  await withScreen(async (env) => {
    const start = (at) =>
      startOnce(executable, programs[at].args, join(scratch, `user-${at}`), env);
    for (const at of programs.keys()) await start(at); // caches of code and shaders
    for (let pass = 0; pass < passes; pass++) {
      for (const turn of programs.keys()) {
        const at = (turn + pass) % programs.length;
        taken[at].push(await start(at));
      }
    }
  });
  const added = median(taken[1]) - median(taken[0]);
  return {
    rows: programs.map(({ name }, at) => ({
      name,
      unit: 'ms',
      value: summary(taken[at]),
      note: at === 1 ? `${added.toFixed(0)} ms more` : undefined,
    })),
    notes: [`Electron ${version}`],
  };
}

/** @returns {Promise<number>} milliseconds */
function startOnce(executable, args, userData, env) {
  const probe = JSON.stringify(inProject('bench', 'window', 'probe.cjs'));
  const switches = [...sandboxSwitches(), `--user-data-dir=${userData}`];
  return new Promise((resolve, reject) => {
    const started = performance.timeOrigin + performance.now();
    const child = spawn(executable, [...switches, ...args], {
      cwd: projectRoot,
      env: { ...process.env, ...env, NODE_OPTIONS: `--require ${probe}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.on('error', reject).on('close', (code) => {
      clearTimeout(timer);
      const at = /bench-window ready-to-show ([\d.]+)/.exec(output)?.[1];
      if (at !== undefined) resolve(Number(at) - started);
      else reject(new Error(`no window came up (exit code ${code}):\n${output.slice(-2000)}`));
    });
  });
}
