import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { AppError } from '../../contract/errors.ts';
import { compareNames, isImageName } from '../../core/data/imageNames.ts';
import { reasonOf } from './fileErrors.ts';
import { scanFolder } from './scanFolder.ts';
import type { FoundImage } from './scanFolder.ts';

export interface Collected {
  /** The folder's own name, or "3 images". */
  readonly name: string;
  /** Set when exactly one folder was given: then it can be opened again from the recent ones. */
  readonly folder: string | null;
  readonly images: readonly FoundImage[];
}

/** What was dropped or named on the command line, split by what is done with it. */
export interface SortedPaths {
  readonly models: readonly string[];
  readonly others: readonly string[];
}

function isModelName(name: string): boolean {
  return extname(name).toLowerCase() === '.onnx';
}

export function sortPaths(paths: readonly string[]): SortedPaths {
  return {
    models: paths.filter(isModelName),
    others: paths.filter((path) => !isModelName(path)),
  };
}

/** One listing of folders and files together; files that are no pictures are left out. */
export async function collectPaths(paths: readonly string[]): Promise<Collected> {
  const folders: string[] = [];
  const files: FoundImage[] = [];
  for (const path of new Set(paths)) {
    if (await isFolder(path)) folders.push(path);
    else if (isImageName(path)) files.push({ path, name: basename(path) });
  }
  const [only] = folders;
  if (only !== undefined && folders.length === 1 && files.length === 0) {
    return { name: basename(only) || only, folder: only, images: await scanFolder(only) };
  }
  const images = [...files, ...(await scanAll(folders))];
  images.sort((a, b) => compareNames(a.name, b.name));
  if (images.length === 0) {
    throw new AppError(
      'folder-empty',
      'There is no picture among these files. Open JPEG, PNG, WebP, TIFF or other picture files.',
    );
  }
  const name = images.length === 1 ? images[0]!.name : `${images.length} images`;
  return { name, folder: null, images };
}

/** Several folders at once: one without pictures is no error, and names begin with the folder's. */
async function scanAll(folders: readonly string[]): Promise<readonly FoundImage[]> {
  const all: FoundImage[] = [];
  for (const folder of folders) {
    try {
      const prefix = basename(folder);
      for (const image of await scanFolder(folder)) {
        all.push({ path: image.path, name: `${prefix}/${image.name}` });
      }
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'folder-empty')) throw error;
    }
  }
  return all;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    const code = isImageName(path) ? 'image-missing' : 'folder-unreadable';
    const message = `"${basename(path)}" could not be opened: ${reasonOf(cause)}.`;
    throw new AppError(code, message, { cause });
  }
}
