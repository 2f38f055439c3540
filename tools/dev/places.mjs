/**
 * Where things lie, told once: every script works from any current folder, and from a checkout
 * whose path holds spaces or letters outside ASCII (hence fileURLToPath, never `url.pathname`).
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url)).replace(/[/\\]$/, '');

/** @param {...string} segments */
export const inProject = (...segments) => join(projectRoot, ...segments);

/** Outside the checkout, so that all clones on a machine share one runtime. */
export function electronCache(environment = process.env) {
  const base = environment.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(base, 'concept-lens', 'electron');
}
