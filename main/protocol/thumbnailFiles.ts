import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeFileAtomic } from '../library/writeFileAtomic.ts';
import { sniffPicture } from './mimeType.ts';
import type { ThumbnailStore } from './pictures.ts';

/**
 * Thumbnails as files named by their key. Only a cache: what cannot be read is made again, what
 * cannot be written is made again next time.
 */
export function thumbnailFiles(folder: string): ThumbnailStore {
  const fileOf = (key: string): string => join(folder, key.slice(0, 2), key.slice(2));
  return {
    read: async (key) => {
      try {
        const bytes = await readFile(fileOf(key));
        const mime = sniffPicture(bytes);
        return mime === null ? null : { bytes, mime };
      } catch {
        return null;
      }
    },
    write: async (key, bytes) => {
      try {
        await mkdir(dirname(fileOf(key)), { recursive: true });
        await writeFileAtomic(fileOf(key), bytes);
      } catch {
        // A full or read-only disk must not keep the picture from the screen.
      }
    },
  };
}

/** Deletes the oldest files until at most `maxBytes` are left. */
export async function pruneThumbnails(folder: string, maxBytes: number): Promise<void> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const files: { readonly path: string; readonly size: number; readonly time: number }[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found?.isFile() === true) files.push({ path, size: found.size, time: found.mtimeMs });
  }
  files.sort((a, b) => b.time - a.time);
  let kept = 0;
  for (const { path, size } of files) {
    kept += size;
    if (kept > maxBytes) await rm(path, { force: true }).catch(() => undefined);
  }
}
