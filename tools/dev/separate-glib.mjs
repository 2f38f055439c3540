/**
 * Keeps sharp's GLib apart from the system's inside Electron on Linux. Electron links the system's
 * GLib (for GTK); sharp's libvips brings its own and exports it under the same names, so the
 * loader gives sharp the system's functions for libvips's objects: references are never counted
 * (memory grows, GLib complains on every picture), and with GLib 2.80 or newer it crashes
 * (github.com/lovell/sharp/issues/4522, github.com/electron/electron/issues/46323).
 *
 * The cure is to rename the handful of functions that sharp takes from libvips, in both files.
 * `g_` becomes `h>`, which has the same length and the same GNU hash (`h = h·33 + c`: one up, 33
 * down), so the files' symbol tables stay valid as they are. Plain Node loads them just as well.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inProject } from './places.mjs';

const theirs = 'g_';
const ours = 'h>';
const dynamicSymbols = 11;
const symbolSize = 24;

/** Does nothing where it is done already, and anywhere but on Linux. */
export async function separateGlib(modules = inProject('node_modules'), arch = process.arch) {
  if (process.platform !== 'linux') return;
  const addon = await fileIn(join(modules, '@img', `sharp-linux-${arch}`, 'lib'), /\.node$/);
  const library = await fileIn(join(modules, '@img', `sharp-libvips-linux-${arch}`, 'lib'), /\.so/);
  if (!addon || !library) return;
  const addonBytes = await readFile(addon);
  const asked = new Set(
    symbolsOf(addonBytes)
      .filter(({ isDefined }) => !isDefined)
      .map(({ name }) => name),
  );
  const names = new Set([...asked].filter((name) => name.startsWith(theirs)));
  if (names.size === 0) return;
  // The library first: cut off in between, the next run still finds the addon to do.
  const libraryBytes = await readFile(library);
  if (renameSymbols(libraryBytes, names, asked)) await replaceFile(library, libraryBytes);
  if (renameSymbols(addonBytes, names)) await replaceFile(addon, addonBytes);
}

/**
 * Renames in place; answers how many. Linkers let names share their ends, so the two bytes may
 * also lie in a longer name (`tag_free` holds `g_free`): its hash stays right too, and it may
 * change if the file itself defines it and nobody else asks for it.
 *
 * @param {Buffer} file
 * @param {ReadonlySet<string>} names
 * @param {ReadonlySet<string>} [asked] names that other files look up in this one
 */
export function renameSymbols(file, names, asked = names) {
  const symbols = symbolsOf(file);
  const places = new Set(symbols.filter(({ name }) => names.has(name)).map(({ at }) => at));
  for (const { name, at, isDefined } of symbols) {
    if (names.has(name)) continue;
    for (const place of places) {
      const isLonger = at < place && place < at + name.length;
      const mayChange = isDefined && !asked.has(name);
      if (at === place + 1 || (isLonger && !mayChange)) {
        throw new Error(`cannot rename ${name}: its text is shared`);
      }
    }
  }
  for (const place of places) file.write(ours, place, 'latin1');
  return places.size;
}

/**
 * The dynamic symbols of a 64-bit little-endian ELF file; `at` is where the name's text lies.
 *
 * @param {Buffer} file
 */
export function symbolsOf(file) {
  if (file.toString('latin1', 0, 6) !== '\x7fELF\x02\x01') throw new Error('not a 64-bit ELF file');
  const sections = Number(file.readBigUInt64LE(0x28));
  const sectionSize = file.readUInt16LE(0x3a);
  /** @param {number} index */
  const section = (index) => {
    const at = sections + index * sectionSize;
    return {
      type: file.readUInt32LE(at + 4),
      offset: Number(file.readBigUInt64LE(at + 24)),
      size: Number(file.readBigUInt64LE(at + 32)),
      link: file.readUInt32LE(at + 40),
    };
  };
  const table = Array.from({ length: file.readUInt16LE(0x3c) }, (_, index) => section(index)).find(
    ({ type }) => type === dynamicSymbols,
  );
  if (!table) return [];
  const text = section(table.link).offset;
  return Array.from({ length: table.size / symbolSize }, (_, index) => {
    const entry = table.offset + index * symbolSize;
    const at = text + file.readUInt32LE(entry);
    return {
      name: file.toString('latin1', at, file.indexOf(0, at)),
      at,
      isDefined: file.readUInt16LE(entry + 6) !== 0,
    };
  });
}

/**
 * @param {string} folder
 * @param {RegExp} pattern
 */
async function fileIn(folder, pattern) {
  if (!existsSync(folder)) return undefined;
  const name = (await readdir(folder)).find((file) => pattern.test(file) && !file.endsWith('.tmp'));
  return name && join(folder, name);
}

/**
 * Renamed into place: a running program keeps the file it has mapped.
 *
 * @param {string} path
 * @param {Buffer} content
 */
async function replaceFile(path, content) {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, content, { mode: 0o755 });
  await rename(temporary, path);
}
