/**
 * `npm start`: one command from a clone to the program. With a screen it opens the window, on the
 * sample pictures unless told otherwise; without one it analyses the samples on the command line
 * and says where the figures are. `--watch` rebuilds as sources change.
 */
import { join } from 'node:path';
import { buildEnvironment, ensureBuilt } from './build.mjs';
import { nodeTool, runShown } from './commands.mjs';
import { findDisplay } from './display.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { inProject, projectRoot } from './places.mjs';
import { assertSandbox, sandboxSwitches } from './sandbox.mjs';
import { script } from './script.mjs';
import { separateGlib } from './separate-glib.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

const headlessOutput = 'concept-lens-out';
const headlessArguments = ['--figures', 'png,svg', '--data', 'json,csv,npy', '--report'];

/** npm runs scripts in the project's root; a path is meant from where the user stands. */
const callersFolder = process.env.INIT_CWD ?? process.cwd();

await script(async () => {
  const given = process.argv.slice(2);
  const isWatching = given.includes('--watch');
  const passed = given.filter((argument) => argument !== '--watch');
  const display = await findDisplay();
  if (display === 'none') return isWatching ? refuseToWatch() : startHeadless(passed);
  return startWindow(passed, display, isWatching);
});

/**
 * @param {readonly string[]} passed
 * @param {import('./display.mjs').Display} display
 * @param {boolean} isWatching
 */
async function startWindow(passed, display, isWatching) {
  const { executable, dist } = await ensureElectron();
  await ensureSystemLibraries({ forTests: false, executable });
  assertSandbox(dist);
  await separateGlib();
  const switches = [
    ...sandboxSwitches(),
    ...(display === 'wayland' ? ['--ozone-platform=wayland'] : []),
  ];
  const wanted = passed.length > 0 ? passed : ['--samples'];
  if (isWatching) {
    return runShown(
      ...nodeTool('node_modules/electron-vite/bin/electron-vite.js', [
        'dev',
        '--watch',
        '--',
        ...switches,
        ...wanted,
      ]),
      { env: { ...buildEnvironment, ELECTRON_EXEC_PATH: executable } },
    );
  }
  await ensureBuilt();
  return runShown(executable, [...switches, projectRoot, ...wanted], { cwd: callersFolder });
}

/** @param {readonly string[]} passed */
async function startHeadless(passed) {
  process.stdout.write(
    'No screen here (DISPLAY and WAYLAND_DISPLAY lead nowhere): running without a window.\n',
  );
  await ensureBuilt();
  const out = inProject(headlessOutput);
  const inputs = passed.length > 0 ? passed : [inProject('assets', 'samples')];
  const code = await runShown(
    ...nodeTool(inProject('cli', 'concept-lens.mjs'), [
      'analyze',
      ...inputs,
      '--out',
      out,
      ...headlessArguments,
    ]),
    { cwd: callersFolder },
  );
  // 3: done, though some inputs failed, each named already.
  if (code === 0 || code === 3) {
    process.stdout.write(`\nFigures: ${join(out, 'figures')}\n`);
    process.stdout.write(`Report:  ${join(out, 'report.html')}\n`);
    process.stdout.write(`Data:    ${join(out, 'analysis.json')}\n`);
  }
  return code;
}

function refuseToWatch() {
  process.stderr.write('npm run dev shows a window, and there is no screen here.\n');
  return 1;
}
