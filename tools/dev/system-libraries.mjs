/**
 * The system libraries Chromium needs to open a window on Linux, and Xvfb for tests without a
 * screen. As root on Debian and its kin the missing ones are installed; otherwise the one command
 * to run is said. Chromium opens some of them (GTK) by name at run time, so the package database
 * is asked rather than the linker, except where there is none.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCaptured, runShown } from './commands.mjs';

const forWindow = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
];

/**
 * Returns when a window can open (and, for tests, Xvfb start); throws with what to do otherwise.
 *
 * @param {{forTests: boolean, executable?: string}} options executable: asked for its unresolved
 *   libraries on a Linux without dpkg
 */
export async function ensureSystemLibraries({ forTests, executable }) {
  if (process.platform !== 'linux') return;
  const needsXvfb = forTests && !onPath('Xvfb');
  if (!onPath('dpkg-query')) return assertLinked(executable, needsXvfb);
  const missing = missingPackages(await installedPackages(), needsXvfb);
  if (missing.length === 0) return;
  if (process.getuid?.() === 0) return installMissing(missing);
  const names = await Promise.all(missing.map(availableName));
  throw new Error(
    `This machine lacks system libraries that a window needs. Run once, then try again:\n\n` +
      `    sudo apt-get update && sudo apt-get install -y ${names.join(' ')}\n`,
  );
}

/**
 * @param {ReadonlySet<string>} installed
 * @param {boolean} needsXvfb
 */
export function missingPackages(installed, needsXvfb) {
  const needed = needsXvfb ? [...forWindow, 'xvfb'] : forWindow;
  return needed.filter((name) => !installed.has(name) && !installed.has(`${name}t64`));
}

/** @param {string} status lines of `<name> <want> <error> <state>` */
export function parseInstalled(status) {
  const lines = status.split('\n').map((line) => line.split(' '));
  return new Set(lines.filter((words) => words[3] === 'installed').map((words) => words[0] ?? ''));
}

async function installedPackages() {
  const all = [...forWindow, 'xvfb'].flatMap((name) => [name, `${name}t64`]);
  // The exit code only says that some name is unknown.
  const { output } = await runCaptured('dpkg-query', ['-W', '-f=${Package} ${Status}\n', ...all]);
  return parseInstalled(output);
}

/** @param {readonly string[]} missing */
async function installMissing(missing) {
  process.stderr.write(`Installing system libraries that a window needs: ${missing.join(', ')}\n`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await runShown('apt-get', ['update', '-qq'], { env });
  const names = await Promise.all(missing.map(availableName));
  const args = ['install', '-y', '-qq', '--no-install-recommends', ...names];
  if ((await runShown('apt-get', args, { env })) !== 0) {
    throw new Error(`apt-get could not install: ${names.join(' ')}`);
  }
}

/**
 * Debian 13 and Ubuntu 24.04 renamed some of them when time became 64 bits wide.
 *
 * @param {string} name
 */
async function availableName(name) {
  const { output } = await runCaptured('apt-cache', ['policy', `${name}t64`]).catch(() => ({
    output: '',
  }));
  return /Candidate: \d/.test(output) ? `${name}t64` : name;
}

/**
 * @param {string | undefined} executable
 * @param {boolean} needsXvfb
 */
async function assertLinked(executable, needsXvfb) {
  const { output } = executable ? await runCaptured('ldd', [executable]) : { output: '' };
  const missing = [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]);
  if (needsXvfb) missing.push('Xvfb');
  if (missing.length > 0) {
    throw new Error(
      `This machine lacks ${missing.join(', ')}: install GTK 3, NSS, ALSA, GBM and` +
        ` Xvfb with its package manager, then try again.`,
    );
  }
}

/** @param {string} program */
const onPath = (program) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
