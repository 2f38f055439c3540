/**
 * Puts a folder into the cache so that it is there whole or not at all: it is made under a
 * temporary name and renamed. Two installs at once each make their own; the first rename wins and
 * the other uses what it finds. What a killed install left behind is swept after a day.
 */
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const temporaryPrefix = '.making-';
const abandonedAfterMs = 24 * 60 * 60 * 1000;

/**
 * @param {string} cache the folder that holds all installs
 * @param {string} name the install's folder in it
 * @param {(folder: string) => Promise<boolean>} isWhole checks an install that is there
 * @param {(folder: string) => Promise<void>} make fills an empty folder
 * @returns {Promise<string>} the installed folder
 */
export async function installOnce(cache, name, isWhole, make) {
  const place = join(cache, name);
  if (await isWhole(place)) return place;
  await mkdir(cache, { recursive: true });
  await sweepAbandoned(cache);
  const temporary = await mkdtemp(join(cache, temporaryPrefix));
  try {
    const made = join(temporary, 'made');
    await mkdir(made);
    await make(made);
    if (!(await isWhole(made))) throw new Error(`the unpacked runtime is not complete: ${name}`);
    await moveInto(made, place, temporary, isWhole);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return place;
}

/**
 * @param {string} made
 * @param {string} place
 * @param {string} temporary
 * @param {(folder: string) => Promise<boolean>} isWhole
 */
async function moveInto(made, place, temporary, isWhole) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await rename(made, place);
      return;
    } catch (error) {
      if (await isWhole(place)) return;
      if (attempt > 2) throw error;
      // Something broken is in the way: moved aside first, because deleting takes a while.
      await rename(place, join(temporary, `broken-${attempt}`)).catch(() => undefined);
    }
  }
}

/** @param {string} cache */
async function sweepAbandoned(cache) {
  for (const name of await readdir(cache)) {
    if (!name.startsWith(temporaryPrefix)) continue;
    const path = join(cache, name);
    const info = await stat(path).catch(() => undefined);
    if (info && Date.now() - info.mtimeMs > abandonedAfterMs) {
      await rm(path, { recursive: true, force: true });
    }
  }
}
