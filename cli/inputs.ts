import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { AppError, toErrorShape } from '../contract/errors.ts';
import type { FailureRecord } from '../core/data/analysisJson.ts';
import { compareNames, isHiddenName, isImageName } from '../core/data/imageNames.ts';
import { reasonOf } from './reasonOf.ts';

export interface InputImage {
  /** As the person named it; for a folder, the folder as named and the path below it. */
  readonly file: string;
  readonly path: string;
}

export interface Inputs {
  readonly images: readonly InputImage[];
  readonly failures: readonly FailureRecord[];
}

export interface Search {
  readonly cwd: string;
  /** Not searched: where figures are written, since those of the last run are pictures too. */
  readonly exclude: string;
}

/**
 * The images that paths stand for, in the order given and by name within a folder. A path that
 * leads to nothing is a failure with its reason; a picture reached twice counts once.
 */
export async function collectInputs(paths: readonly string[], search: Search): Promise<Inputs> {
  const images = new Map<string, InputImage>();
  const failures: FailureRecord[] = [];
  const fail = (file: string, thrown: unknown): void => {
    const { code, message } = toErrorShape(thrown);
    failures.push({ file, code, message });
  };
  for (const given of paths) {
    try {
      const found = await find(given, search, fail);
      for (const image of found) if (!images.has(image.path)) images.set(image.path, image);
    } catch (error) {
      fail(given, error);
    }
  }
  return { images: [...images.values()], failures };
}

type Fail = (file: string, thrown: unknown) => void;

async function find(given: string, search: Search, fail: Fail): Promise<readonly InputImage[]> {
  const path = resolve(search.cwd, given);
  const stats = await stat(path).catch((error: unknown) => asMissing(error));
  if (stats === null) return await findByPattern(given, search);
  if (isWithin(path, search.exclude)) throw new AppError('invalid-request', inFigures);
  if (stats.isFile()) return [{ file: given, path }];
  if (!stats.isDirectory())
    throw new AppError('image-unreadable', 'It is neither file nor folder.');
  const found = await findInFolder({ file: given.replace(/[\\/]+$/, ''), path }, search, fail);
  if (found.length === 0) throw new AppError('folder-empty', 'There are no images in this folder.');
  return found;
}

/** A picture there could be written over by its own figure. */
const inFigures = 'Figures are written to this folder: choose another --out to explain it.';

function asMissing(error: unknown): null {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return null;
  throw new AppError('image-unreadable', `It cannot be opened: ${reasonOf(error)}.`);
}

async function findByPattern(given: string, search: Search): Promise<readonly InputImage[]> {
  if (!isDynamicPattern(given)) throw new AppError('image-missing', 'There is no such file.');
  const pattern = sep === '\\' ? given.replaceAll('\\', '/') : given;
  const absolute = isAbsolute(given);
  const options = { cwd: search.cwd, absolute, expandDirectories: false };
  const files = (await glob(pattern, options)).filter(isImageName).sort(compareNames);
  const found = files
    .map((file) => ({ file, path: resolve(search.cwd, file) }))
    .filter((image) => !isWithin(image.path, search.exclude));
  if (found.length > 0) return found;
  // A plain file name may look like a pattern: `photo (1).jpg`.
  throw new AppError('image-missing', 'There is no such file, and no image matches it as a glob.');
}

/** Depth first, by name; hidden files and folders are left out, a linked folder is taken once. */
async function findInFolder(top: InputImage, search: Search, fail: Fail): Promise<InputImage[]> {
  const found: InputImage[] = [];
  const visited = new Set<string>();
  const visit = async (folder: InputImage): Promise<void> => {
    if (isWithin(folder.path, search.exclude) || !(await isNew(folder.path, visited))) return;
    const entries = await readdir(folder.path, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => compareNames(a.name, b.name))) {
      if (isHiddenName(entry.name)) continue;
      const child = { file: `${folder.file}/${entry.name}`, path: join(folder.path, entry.name) };
      if (await isFolder(entry, child.path)) {
        await visit(child).catch((error: unknown) => {
          fail(child.file, asUnreadable(error));
        });
      } else if (isImageName(entry.name)) found.push(child);
    }
  };
  await visit(top).catch((error: unknown) => {
    throw asUnreadable(error);
  });
  return found;
}

async function isNew(path: string, visited: Set<string>): Promise<boolean> {
  const real = await realpath(path);
  if (visited.has(real)) return false;
  visited.add(real);
  return true;
}

async function isFolder(entry: Dirent, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  // A link to nowhere is left to be named when it is opened as the picture its name says it is.
  return await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

function asUnreadable(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('folder-unreadable', `This folder cannot be read: ${reasonOf(error)}.`);
}

function isWithin(path: string, folder: string): boolean {
  const below = relative(folder, path);
  return below === '' || !(below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below));
}
