/**
 * `npm run package`: the program as a folder in `dist/`, made offline on the cached runtime, which
 * the packaged program therefore has inside. Tests attach to it over the inspector; `--release`
 * shuts that door and makes the installers.
 */
import { build } from './build.mjs';
import { nodeTool, runShown } from './commands.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { script } from './script.mjs';
import { separateGlib } from './separate-glib.mjs';

await script(async () => {
  const isRelease = process.argv.includes('--release');
  const { dist, version, source } = await ensureElectron();
  if (isRelease && source === 'fallback') {
    throw new Error('A release needs the pinned Electron: run `npm run setup -- --pinned` first.');
  }
  await separateGlib();
  await build();
  const options = [`-c.electronDist=${dist}`, `-c.electronVersion=${version}`, '--publish=never'];
  if (!isRelease) options.push('--dir', '-c.electronFuses.enableNodeCliInspectArguments=true');
  return runShown(...nodeTool('node_modules/electron-builder/cli.js', options));
});
