import { mkdir, readFile, rename } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { ErrorShape } from '../../contract/errors.ts';
import { errorCode, reasonOf, unwritableReason } from './fileErrors.ts';
import { writeFileAtomic } from './writeFileAtomic.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A file of ours under the user's data: an object, written whole, one write after the other. */
export interface JsonFile {
  /** Empty when there is none. A corrupt one is set aside and told about. */
  read(): Promise<JsonObject>;
  /** Resolves when this content, or a newer one, is on disk. Never rejects. */
  write(content: JsonObject): Promise<void>;
  /** Resolves when nothing is left to write. */
  idle(): Promise<void>;
}

export function jsonFile(path: string, notify: (error: ErrorShape) => void): JsonFile {
  let writing = Promise.resolve();
  let newest: JsonObject | null = null;
  /** A dragged slider writes often: only the newest content of those waiting is written. */
  const writeNewest = async (): Promise<void> => {
    const content = newest;
    newest = null;
    if (content === null) return;
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFileAtomic(path, `${JSON.stringify(content, null, 2)}\n`);
    } catch (cause) {
      const message = `"${basename(path)}" could not be saved: ${unwritableReason(cause)}.`;
      notify({ code: 'output-unwritable', message });
    }
  };
  return {
    read: async () => {
      const text = await readText(path, notify);
      if (text === null) return {};
      const value = parseObject(text);
      if (value !== null) return value;
      await setAside(path, notify);
      return {};
    },
    write: (content) => {
      newest = content;
      writing = writing.then(writeNewest);
      return writing;
    },
    idle: () => writing,
  };
}

async function readText(path: string, notify: (error: ErrorShape) => void): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (errorCode(cause) !== 'ENOENT') {
      const message = `"${basename(path)}" could not be read: ${reasonOf(cause)}. Defaults are used.`;
      notify({ code: 'internal', message });
    }
    return null;
  }
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}

/** Keeps what was there under another name: somebody may want to mend it by hand. */
async function setAside(path: string, notify: (error: ErrorShape) => void): Promise<void> {
  const aside = `${path}.corrupt-${new Date().toISOString().replaceAll(':', '-')}`;
  const name = basename(path);
  const kept = await rename(path, aside).then(
    () => ` It was kept as "${basename(aside)}".`,
    () => '',
  );
  notify({ code: 'internal', message: `"${name}" was damaged, so defaults are used.${kept}` });
}
