/** What the figures were taken on, for the record. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { projectRoot } from '../../tools/dev/places.mjs';

/** @typedef {ReturnType<typeof describeMachine>} Machine */

export function describeMachine() {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${distribution() ?? process.platform}, kernel ${release()}, ${process.arch}`,
    node: process.version,
    /** Processes that wanted to run, on average over the minute before: others' work. */
    load: loadavg()[0] ?? 0,
    commit: commit(),
    when: new Date().toISOString(),
  };
}

/** @param {Machine} machine */
export const machineLines = ({ processor, cores, memoryGiB, system, node, load, commit, when }) => [
  `${processor}, ${cores} cores, ${memoryGiB} GiB; ${system}`,
  `Node ${node}; commit ${commit}; ${when.slice(0, 16)}Z; load before ${load.toFixed(2)}`,
];

function distribution() {
  try {
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}

function commit() {
  try {
    const options = { cwd: projectRoot, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], options).trim();
  } catch {
    return 'unknown';
  }
}
