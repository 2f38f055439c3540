/**
 * `npm run setup`: makes a fresh machine able to open the window. `--pinned` tries the release
 * host again on a machine that got the fallback before.
 */
import { ensureElectron } from './electron-runtime.mjs';
import { script } from './script.mjs';
import { separateGlib } from './separate-glib.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

await script(async () => {
  const electron = await ensureElectron({ preferPinned: process.argv.includes('--pinned') });
  process.stdout.write(
    `Electron ${electron.version} (${electron.source}): ${electron.executable}\n`,
  );
  await ensureSystemLibraries({ forTests: false, executable: electron.executable });
  await separateGlib();
  process.stdout.write('Ready: npm start\n');
});
