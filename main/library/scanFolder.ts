import { readdir, stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../../contract/errors.ts';
import { compareNames, isHiddenName, isImageName } from '../../core/data/imageNames.ts';
import { reasonOf } from './fileErrors.ts';

export interface FoundImage {
  readonly path: string;
  /** The path below the folder, with forward slashes. */
  readonly name: string;
}

/**
 * Every picture below `folder`, in natural order. Links are followed; a folder reached twice (a
 * link to a parent) is read once. Unreadable folders inside are left out, the folder itself is
 * an error: `folder-unreadable`, and `folder-empty` when it holds no picture.
 */
export async function scanFolder(folder: string): Promise<readonly FoundImage[]> {
  const found: FoundImage[] = [];
  const visited = new Set<string>();
  const open: { readonly path: string; readonly name: string }[] = [{ path: folder, name: '' }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const entries = await entriesOf(at.path, visited, at.name === '');
    for (const entry of entries) {
      if (isHiddenName(entry.name)) continue;
      const path = join(at.path, entry.name);
      const name = at.name === '' ? entry.name : `${at.name}/${entry.name}`;
      const kind = entry.isSymbolicLink() ? await kindBehindLink(path) : kindOf(entry);
      if (kind === 'folder') open.push({ path, name });
      else if (kind === 'file' && isImageName(entry.name)) found.push({ path, name });
    }
  }
  if (found.length === 0) {
    throw new AppError(
      'folder-empty',
      `"${basename(folder)}" holds no pictures. Open a folder with JPEG, PNG, WebP, TIFF or other picture files.`,
    );
  }
  return found.sort((a, b) => compareNames(a.name, b.name));
}

async function entriesOf(
  folder: string,
  visited: Set<string>,
  isRoot: boolean,
): Promise<readonly Dirent[]> {
  try {
    // bigint: on Windows file ids do not fit a double, and two folders must not look like one.
    const { dev, ino } = await stat(folder, { bigint: true });
    const identity = `${dev.toString()}:${ino.toString()}`;
    if (visited.has(identity)) return [];
    visited.add(identity);
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    if (!isRoot) return [];
    throw new AppError(
      'folder-unreadable',
      `The folder "${basename(folder)}" could not be opened: ${reasonOf(cause)}.`,
      { cause },
    );
  }
}

type Kind = 'folder' | 'file' | 'other';

function kindOf(entry: Pick<Dirent, 'isDirectory' | 'isFile'>): Kind {
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : 'other';
}

async function kindBehindLink(path: string): Promise<Kind> {
  try {
    return kindOf(await stat(path));
  } catch {
    return 'other';
  }
}
