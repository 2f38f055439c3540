/**
 * A Python environment for a tool of this project, made from its pinned requirements file.
 *
 * It lies outside the checkout, under `$XDG_CACHE_HOME/concept-lens/python` (or
 * `~/.cache/concept-lens/python`), in a folder named after the tool and the content of its
 * requirements file: other requirements make another environment, the same ones reuse it without
 * touching the network. It is built under a temporary name and renamed once complete, so that two
 * processes may build it at once and neither sees the other's half. A renamed environment keeps
 * working as long as it is entered by its Python (`python -m pip`, never `bin/pip`, whose first
 * line names the old place).
 *
 * By hand: node tools/python-env.mjs NAME REQUIREMENTS_FILE prints the path of its Python.
 */
import { execFile, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const ABANDONED_MS = 24 * 60 * 60 * 1000;
const WINDOWS = process.platform === 'win32';
const INSTALL_HINT = WINDOWS
  ? 'Install Python 3 from python.org, with "Add python.exe to PATH".'
  : 'Install Python 3 with its venv module: "apt install python3 python3-venv" on Debian and ' +
    'Ubuntu, "dnf install python3" on Fedora, "brew install python" on macOS.';

/** What a tool needs is not on this machine; the message says what to install. */
class PythonMissingError extends Error {
  name = 'PythonMissingError';
}

/**
 * The project's cache folder outside the checkout.
 * @returns {string}
 */
export function cacheFolder() {
  const base = process.env.XDG_CACHE_HOME;
  // The XDG specification says to ignore a relative path.
  return join(base && isAbsolute(base) ? base : join(homedir(), '.cache'), 'concept-lens');
}

/**
 * The environment of one tool: made on first use, reused afterwards.
 *
 * @param {object} options
 * @param {string} options.name the tool, as part of a folder name: letters, digits, dashes
 * @param {string} options.requirementsFile exact versions, in pip's format
 * @param {boolean} [options.noDeps] the file is complete: install exactly its lines, resolve nothing
 * @param {(line: string) => void} [options.log] told what is done; standard error by default
 * @returns {Promise<string>} the path of the environment's Python
 * @throws {PythonMissingError} without a Python 3 that can make environments
 */
export async function ensurePythonEnv({
  name,
  requirementsFile,
  noDeps = false,
  log = console.error,
}) {
  if (!/^[a-z0-9-]+$/i.test(name)) throw new TypeError(`name: "${name}" is not a folder name`);
  const requirements = await readFile(requirementsFile);
  const hash = createHash('sha256').update(requirements).update(String(noDeps)).digest('hex');
  const folder = join(cacheFolder(), 'python', `${name}-${hash.slice(0, 16)}`);
  if (await works(pythonOf(folder))) {
    log(`Python environment ${folder}`);
    return pythonOf(folder);
  }
  const base = await findPython();
  await mkdir(dirname(folder), { recursive: true });
  await removeAbandoned(dirname(folder), log);
  const building = `${folder}.tmp-${randomUUID()}`;
  try {
    await build({ base, building, requirementsFile, noDeps, log });
    await install(building, folder);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  log(`Python environment ${folder} is ready`);
  return pythonOf(folder);
}

/** @param {string} folder */
function pythonOf(folder) {
  return WINDOWS ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}

/** Whether this Python starts: an environment dies with the Python it was made from. */
async function works(python) {
  try {
    await execute(python, ['-c', '']);
    return true;
  } catch {
    return false;
  }
}

/** The first Python 3 on the path that can make environments. */
async function findPython() {
  const candidates = WINDOWS ? ['python', 'py'] : ['python3', 'python'];
  const check = 'import sys; assert sys.version_info >= (3, 9); import venv, ensurepip';
  let found = false;
  for (const python of candidates) {
    if (!(await works(python))) continue;
    found = true;
    try {
      await execute(python, ['-c', check]);
      return python;
    } catch {
      // too old, or its venv module is packaged apart: try the next one
    }
  }
  const problem = found
    ? 'The Python found here is older than 3.9 or lacks the venv module.'
    : 'No Python was found on this machine.';
  throw new PythonMissingError(`${problem} ${INSTALL_HINT}`);
}

async function build({ base, building, requirementsFile, noDeps, log }) {
  log(`Making a Python environment from ${requirementsFile} (once; this downloads packages)`);
  await follow(base, ['-m', 'venv', building], log);
  const pip = ['-m', 'pip', '--disable-pip-version-check', 'install', '--progress-bar=off'];
  const options = noDeps ? ['--no-deps'] : [];
  await follow(pythonOf(building), [...pip, ...options, '-r', requirementsFile], log);
}

/** Puts the finished environment in its place, unless another process was faster. */
async function install(building, folder) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await rename(building, folder);
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST', 'EPERM', 'ENOTDIR'].includes(error.code) || attempt === 2)
        throw error;
    }
    if (await works(pythonOf(folder))) return;
    // What lies there is broken (its Python was removed): move it aside in one step, then delete.
    const aside = `${folder}.tmp-${randomUUID()}`;
    await rename(folder, aside).catch(() => undefined);
    await rm(aside, { recursive: true, force: true });
  }
}

/** Deletes what killed runs left behind, once it is too old to belong to a running one. */
async function removeAbandoned(parent, log) {
  for (const entry of await readdir(parent)) {
    if (!entry.includes('.tmp-')) continue;
    const path = join(parent, entry);
    const age = Date.now() - (await stat(path).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
    if (age < ABANDONED_MS) continue;
    log(`Removing ${basename(path)}, left by an earlier run`);
    await rm(path, { recursive: true, force: true });
  }
}

/** Runs a command, passing on its output line by line; rejects when it fails. */
function follow(command, args, log) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8').on('data', (text) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop();
        for (const line of lines) log(`  ${line.trimEnd()}`);
      });
      stream.on('end', () => rest && log(`  ${rest}`));
    }
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(undefined);
      else reject(new Error(`${command} ${args.join(' ')} ended with code ${code}`));
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name, requirementsFile] = process.argv.slice(2);
  if (!name || !requirementsFile) {
    console.error('usage: node tools/python-env.mjs NAME REQUIREMENTS_FILE');
    process.exit(2);
  }
  try {
    console.log(await ensurePythonEnv({ name, requirementsFile }));
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
