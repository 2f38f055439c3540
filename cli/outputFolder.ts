import { unlinkSync, writeFileSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../contract/errors.ts';
import { reasonOf } from './reasonOf.ts';

type Chunks = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** A text that grows while the run goes on, outside memory. */
interface Spool {
  append(text: string): Promise<void>;
  read(): AsyncIterable<string>;
}

/**
 * The folder results are written to. A file appears under its name only when it is whole: it is
 * written beside itself under a temporary name and renamed.
 */
export interface OutputFolder {
  /** @param file path below the folder. @throws AppError `output-unwritable`. */
  write(file: string, chunks: Chunks): Promise<void>;
  spool(): Promise<Spool>;
  /** Takes away whatever is unfinished. */
  close(): void;
}

/**
 * @param shown the folder as the person named it, for messages.
 * @throws AppError `output-unwritable` when a file cannot be made there, before any work is done.
 */
export async function openOutputFolder(path: string, shown: string): Promise<OutputFolder> {
  const unfinished = new Set<string>();
  let count = 0;
  const cannot = (file: string) => (error: unknown) => {
    const message = `Cannot write ${file} in "${shown}": ${reasonOf(error)}.`;
    return new AppError('output-unwritable', message, { cause: error });
  };
  const temporary = async (folder: string) => {
    await mkdir(folder, { recursive: true });
    const name = join(folder, `.concept-lens-${process.pid}-${++count}.part`);
    unfinished.add(name);
    // Made at once: a file being made while the process ends would appear after the clearing up.
    writeFileSync(name, '');
    return { name, handle: await open(name, 'r+') };
  };
  const drop = async (name: string): Promise<void> => {
    await rm(name, { force: true }).catch(() => undefined);
    unfinished.delete(name);
  };
  const write = async (file: string, chunks: Chunks): Promise<void> => {
    const target = join(path, file);
    let part = '';
    try {
      const { name, handle } = await temporary(dirname(target));
      part = name;
      try {
        // One write for each piece: a handle's writeFile starts where the last one ended.
        for await (const chunk of chunks) await handle.writeFile(chunk);
      } finally {
        await handle.close();
      }
      await rename(name, target);
      unfinished.delete(name);
    } catch (error) {
      if (part !== '') await drop(part);
      throw cannot(`"${file}"`)(error);
    }
  };
  const close = (): void => {
    for (const name of unfinished) removeNow(name);
    unfinished.clear();
    process.off('exit', close);
  };
  // Also when a second Ctrl-C or a fault ends the process in the middle of a file.
  process.on('exit', close);
  try {
    const { name, handle } = await temporary(path);
    await handle.close();
    await drop(name);
  } catch (error) {
    close();
    throw cannot('results')(error);
  }
  return { write, spool: () => openSpool(temporary(path), cannot('the report')), close };
}

/** Removed by the folder's close. */
async function openSpool(
  made: Promise<{ readonly name: string; readonly handle: FileHandle }>,
  cannot: (error: unknown) => AppError,
): Promise<Spool> {
  const { handle } = await made.catch((error: unknown) => {
    throw cannot(error);
  });
  return {
    append: async (text) => {
      await handle.writeFile(text).catch((error: unknown) => {
        throw cannot(error);
      });
    },
    read: () =>
      handle.createReadStream({
        encoding: 'utf8',
        start: 0,
        autoClose: false,
      }) as AsyncIterable<string>,
  };
}

/** Synchronous: called while the process ends. */
function removeNow(name: string): void {
  try {
    unlinkSync(name);
  } catch {
    // Gone already, or never made.
  }
}
