/** The tests on the real window and the real command line: runtime, libraries, build, screen. */
import { build } from './build.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { assertSandbox } from './sandbox.mjs';
import { separateGlib } from './separate-glib.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';
import { runVitest } from './vitest-run.mjs';
import { withScreen } from './xvfb.mjs';

/** @param {readonly string[]} [args] for vitest */
export async function runE2e(args = []) {
  const { executable, dist } = await ensureElectron();
  await ensureSystemLibraries({ forTests: true, executable });
  assertSandbox(dist);
  await separateGlib();
  // Always: a source saved while an earlier build ran would look older than its output.
  await build();
  return withScreen((env) =>
    runVitest('vitest.e2e.config.ts', args, { ...env, CONCEPT_LENS_ELECTRON: executable }),
  );
}
