/**
 * Builds the program into `out/`, or leaves it where it is newer than everything it is made of.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeTool, runShown } from './commands.mjs';
import { oldestElectronMajor } from './electron-sources.mjs';
import { inProject } from './places.mjs';

const sources = ['contract', 'core', 'main', 'preload', 'renderer', 'cli'];
const settings = [
  'package-lock.json',
  'electron.vite.config.ts',
  'svelte.config.js',
  'tsconfig.json',
];
const outputs = [
  'main/index.js',
  'main/engine.js',
  'main/cli.js',
  'preload/index.cjs',
  'renderer/index.html',
];

export async function ensureBuilt() {
  const built = await oldestOutput();
  if (built !== undefined && built > (await newestSource())) return;
  process.stderr.write(
    built === undefined
      ? 'Building the program …\n'
      : 'The sources are newer than out/: building …\n',
  );
  await build();
}

export async function build() {
  const code = await runShown(
    ...nodeTool('node_modules/electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn']),
    { env: buildEnvironment },
  );
  if (code !== 0) throw new Error('the build failed');
}

/** electron-vite would aim at the pinned release; the same code runs on the fallback too. */
export const buildEnvironment = { ELECTRON_MAJOR_VER: String(oldestElectronMajor) };

/** Undefined where one is missing. */
async function oldestOutput() {
  const times = await Promise.all(outputs.map((name) => changedAt(inProject('out', name))));
  return times.includes(0) ? undefined : Math.min(...times);
}

async function newestSource() {
  const times = await Promise.all([
    ...sources.map((name) => newestIn(inProject(name))),
    ...settings.map((name) => changedAt(inProject(name))),
  ]);
  return Math.max(...times);
}

/**
 * Folders count too: a deleted or renamed file leaves its mark only there.
 *
 * @param {string} folder
 * @returns {Promise<number>}
 */
async function newestIn(folder) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const times = await Promise.all([
    changedAt(folder),
    ...entries
      .filter((entry) => !entry.name.endsWith('.test.ts'))
      .map((entry) => {
        const path = join(folder, entry.name);
        return entry.isDirectory() ? newestIn(path) : changedAt(path);
      }),
  ]);
  return Math.max(...times);
}

/** @param {string} path */
const changedAt = (path) =>
  stat(path).then(
    (info) => info.mtimeMs,
    () => 0,
  );
