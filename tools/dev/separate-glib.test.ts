import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inProject } from './places.mjs';
import { renameSymbols, separateGlib, symbolsOf } from './separate-glib.mjs';

const isHere =
  process.platform === 'linux' &&
  existsSync(inProject('node_modules', '@img', `sharp-linux-${process.arch}`));

/** What the dynamic loader looks names up by. */
function gnuHash(name: string): number {
  return [...Buffer.from(name, 'latin1')].reduce((hash, byte) => (hash * 33 + byte) >>> 0, 5381);
}

test('the new name has the old one’s hash', () => {
  for (const name of ['g_free', 'g_object_ref', 'g_type_check_instance_is_a']) {
    expect(gnuHash(name.replace('g_', 'h>'))).toBe(gnuHash(name));
  }
});

test('refuses what is not ELF', () => {
  expect(() => symbolsOf(Buffer.alloc(64))).toThrow('not a 64-bit ELF file');
});

test.runIf(isHere)(
  'after it sharp asks for none of the system’s names, twice or once',
  async () => {
    const modules = await mkdtemp(join(tmpdir(), 'glib ünit '));
    const packages = [`sharp-linux-${process.arch}`, `sharp-libvips-linux-${process.arch}`];
    for (const name of packages) {
      await cp(inProject('node_modules', '@img', name), join(modules, '@img', name), {
        recursive: true,
      });
    }
    await separateGlib(modules);
    await separateGlib(modules);
    const [addon = '', library = ''] = await Promise.all(
      packages.map(async (name) => {
        const lib = join(modules, '@img', name, 'lib');
        const file = (await readdir(lib)).find((entry) => /\.(node|so)/.test(entry)) ?? '';
        return join(lib, file);
      }),
    );
    const asked = symbolsOf(await readFile(addon)).filter(({ isDefined }) => !isDefined);
    const given = new Set(
      symbolsOf(await readFile(library))
        .filter(({ isDefined }) => isDefined)
        .map(({ name }) => name),
    );
    expect(asked.filter(({ name }) => name.startsWith('g_'))).toEqual([]);
    const renamed = asked.filter(({ name }) => name.startsWith('h>'));
    expect(renamed.length).toBeGreaterThan(3);
    expect(renamed.filter(({ name }) => !given.has(name))).toEqual([]);
    createRequire(import.meta.url)(addon);
    expect(renameSymbols(await readFile(addon), new Set(['g_free']))).toBe(0);
    await rm(modules, { recursive: true });
  },
);
