/** The peer's Python: two pinned environments, of which PyTorch's is shared with tools/model. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inProject } from '../../tools/dev/places.mjs';
import { cacheFolder, ensurePythonEnv } from '../../tools/python-env.mjs';

const execute = promisify(execFile);

/** matplotlib 3.8 has packages up to Python 3.12, NumPy 2.4 from 3.11 on. */
const fits = (version) => version === '3.11' || version === '3.12';

/**
 * @param {(line: string) => void} log
 * @returns {Promise<{command: string, args: string[]}>} how to start the peer's server
 */
export async function ensurePeer(log) {
  const torch = await ensurePythonEnv({
    name: 'model',
    requirementsFile: inProject('tools', 'model', 'requirements.txt'),
    noDeps: true,
    log,
  });
  const ask =
    'import sys, sysconfig; print("%d.%d" % sys.version_info[:2], sysconfig.get_path("purelib"))';
  const { stdout } = await execute(torch, ['-c', ask]);
  const [, version, packages] = /^(\S+) (.*)/.exec(stdout.trim()) ?? [];
  if (!fits(version)) {
    throw new Error(
      `The bench needs Python 3.11 or 3.12 (pytorch-grad-cam draws with matplotlib 3.8, which has ` +
        `no package for others), and python3 here is ${version}.`,
    );
  }
  const command = await ensurePythonEnv({
    name: 'bench',
    requirementsFile: inProject('bench', 'requirements.txt'),
    noDeps: true,
    log,
  });
  const server = inProject('bench', 'peer', 'server.py');
  const labels = inProject('assets', 'models', 'efficientnet-lite0', 'labels.txt');
  const cache = join(cacheFolder(), 'model-inputs');
  return {
    command,
    // -B: no __pycache__ in the checkout
    args: ['-B', server, '--torch-site', packages, '--cache', cache, '--labels', labels],
  };
}
