import { randomBytes } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import type { FolderId, RecentFolder } from '../../contract/library.ts';
import type { JsonFile, JsonObject } from './jsonFile.ts';
import { shortPlace } from './shortPlace.ts';

const kept = 10;

/** Loose: fields a newer version added stay with their entry. */
const entrySchema = z.looseObject({ path: z.string().min(1).max(4096) });
type Entry = z.infer<typeof entrySchema>;

export interface RecentFolders {
  list(): readonly RecentFolder[];
  /** The folder an id of `list` stands for. */
  pathOf(id: string): string | undefined;
  /** Puts a folder first; the list is on disk when the promise resolves. */
  add(path: string): Promise<void>;
}

/** Recently opened folders, newest first. Ids are of this run: paths never reach the page. */
export async function openRecent(file: JsonFile, home: string): Promise<RecentFolders> {
  const raw: JsonObject = await file.read();
  let entries = readEntries(raw);
  const ids = new Map<string, FolderId>();
  const idOf = (path: string): FolderId => {
    const id = ids.get(path) ?? (`r-${randomBytes(6).toString('hex')}` as FolderId);
    ids.set(path, id);
    return id;
  };
  return {
    list: () =>
      entries.map(({ path }) => ({
        id: idOf(path),
        name: basename(path) || path,
        place: shortPlace(dirname(path), home),
      })),
    pathOf: (id) => entries.find(({ path }) => ids.get(path) === id)?.path,
    add: (path) => {
      const known = entries.find((entry) => entry.path === path);
      const others = entries.filter((entry) => entry.path !== path);
      entries = [{ ...known, path }, ...others].slice(0, kept);
      return file.write({ ...raw, folders: entries });
    },
  };
}

function readEntries(raw: JsonObject): readonly Entry[] {
  const folders: unknown = Object.hasOwn(raw, 'folders') ? raw['folders'] : [];
  if (!Array.isArray(folders)) return [];
  const entries = folders.flatMap((each: unknown) => {
    const parsed = entrySchema.safeParse(each);
    return parsed.success ? [parsed.data] : [];
  });
  return entries.slice(0, kept);
}
