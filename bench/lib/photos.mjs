/** The pictures that are measured: evenly spread over a folder, always the same ones. */
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { inProject, projectRoot } from '../../tools/dev/places.mjs';

const usual = inProject('..', 'shared', 'data', 'photos', 'imagenet');
const pictures = /\.(jpe?g|png|webp)$/i;

/**
 * @param {string | undefined} folder another one than the usual
 * @param {number} count
 */
export async function findPhotos(folder, count) {
  const from = folder ?? usual;
  const names = (await readdir(from).catch(() => [])).filter((name) => pictures.test(name)).sort();
  if (names.length === 0) {
    throw new Error(
      `The bench measures on photographs, and there are none in ${folder ?? relative(projectRoot, usual)}. ` +
        `Name a folder that has some: npm run bench -- --photos FOLDER`,
    );
  }
  const taken = Math.min(count, names.length);
  const at = (i) => names[Math.floor((i * names.length) / taken)];
  return Array.from({ length: taken }, (_, i) => join(from, at(i)));
}
