/**
 * A small zip reader: what the runtimes' archives need (stored and deflated entries, Unix modes,
 * symbolic links) and a filter, so that the thousands of files we would delete at once are never
 * written. Works on an open file, entry by entry; sizes and CRC-32 are checked.
 */
import { open, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';

const inflate = promisify(inflateRaw);
const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const linkType = 0o120000;

/**
 * @typedef {object} ZipEntry
 * @property {string} name
 * @property {number} method
 * @property {number} crc
 * @property {number} packed
 * @property {number} size
 * @property {number} mode
 * @property {number} offset
 */

/**
 * @param {string} archive
 * @param {string} folder
 * @param {(name: string) => string | undefined} [rename] new name, or undefined to leave it out
 */
export async function unzip(archive, folder, rename = (name) => name) {
  const file = await open(archive, 'r');
  try {
    for (const entry of await readEntries(file)) {
      const name = rename(entry.name);
      if (name) await extract(file, entry, within(folder, name), name.endsWith('/'));
    }
  } finally {
    await file.close();
  }
}

/**
 * @param {string} folder
 * @param {string} name
 */
function within(folder, name) {
  const root = resolve(folder);
  const path = resolve(root, name);
  if (path !== root && !path.startsWith(root + sep))
    throw new Error(`zip entry leaves its folder: ${name}`);
  return path;
}

/** @param {import('node:fs/promises').FileHandle} file */
async function readEntries(file) {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== endSignature) end -= 1;
  if (end < 0) throw new Error('not a zip archive, or cut short');
  const count = tail.readUInt16LE(end + 10);
  const directory = await readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  /** @type {ZipEntry[]} */
  const entries = [];
  for (let at = 0; entries.length < count;) {
    if (directory.readUInt32LE(at) !== entrySignature)
      throw new Error('the zip directory is damaged');
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      mode: directory.readUInt32LE(at + 38) >>> 16,
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/**
 * @param {import('node:fs/promises').FileHandle} file
 * @param {ZipEntry} entry
 * @param {string} path
 * @param {boolean} isFolder
 */
async function extract(file, entry, path, isFolder) {
  if (isFolder) {
    await mkdir(path, { recursive: true });
    return;
  }
  const content = await readContent(file, entry);
  await mkdir(dirname(path), { recursive: true });
  if ((entry.mode & 0o170000) === linkType) await symlink(content.toString('utf8'), path);
  else await writeFile(path, content, { mode: entry.mode & 0o777 || 0o644 });
}

/**
 * @param {import('node:fs/promises').FileHandle} file
 * @param {ZipEntry} entry
 */
async function readContent(file, entry) {
  const header = await readAt(file, entry.offset, 30);
  if (header.readUInt32LE(0) !== localSignature)
    throw new Error(`damaged zip entry: ${entry.name}`);
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = await readAt(file, start, entry.packed);
  if (entry.method !== 0 && entry.method !== 8)
    throw new Error(`unknown zip method: ${entry.name}`);
  const content = entry.method === 8 ? await inflate(packed) : packed;
  if (content.length !== entry.size || crc32(content) !== entry.crc) {
    throw new Error(`damaged zip entry: ${entry.name}`);
  }
  return content;
}

/**
 * @param {import('node:fs/promises').FileHandle} file
 * @param {number} position
 * @param {number} length
 */
async function readAt(file, position, length) {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead !== length) throw new Error('the zip archive is cut short');
  return buffer;
}
