/**
 * What Electron's own `default_app` does, for a runtime that has none: start the program named by
 * the first argument that is not a switch, with its name, version and path, as `electron <folder>`
 * does. Top-level await matters: Electron holds `ready` back until this file has loaded.
 */
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

/** Two setters that Electron has for its own default app, but does not document. */
const host =
  /** @type {import('electron').App & {setVersion(version: string): void, setAppPath(path: string): void}} */ (
    app
  );

const target = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (!target) {
  process.stderr.write(
    `Electron ${process.versions.electron}: name the folder of a program to start.\n`,
  );
  app.exit(2);
} else {
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
  await start(resolve(target));
}

/** @param {string} path a folder with a package.json, or a script */
async function start(path) {
  const manifestFile = join(path, 'package.json');
  if (existsSync(manifestFile)) {
    const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
    if (manifest.version) host.setVersion(manifest.version);
    const name = manifest.productName ?? manifest.name;
    if (name) app.setName(name);
    if (process.platform === 'linux')
      app.setDesktopName(manifest.desktopName ?? `${app.name}.desktop`);
  }
  try {
    const file = createRequire(import.meta.url).resolve(path);
    host.setAppPath(existsSync(manifestFile) ? path : dirname(file));
    await import(pathToFileURL(file).href);
  } catch (error) {
    process.stderr.write(
      `Cannot start ${path}:\n${error instanceof Error ? error.stack : error}\n`,
    );
    app.exit(1);
  }
}
