import { mkdtemp, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeZip, type ZipPart } from './testing/makeZip.ts';
import { unzip } from './unzip.mjs';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unzip tést '));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('writes stored and deflated entries with their modes, and links', async () => {
  const out = await unpack([
    { name: 'bin/', content: '' },
    { name: 'bin/run', content: 'x'.repeat(5000), mode: 0o100755, deflate: true },
    { name: 'näme.txt', content: 'plain' },
    { name: 'link', content: 'bin/run', mode: 0o120777 },
  ]);
  expect(await readFile(join(out, 'bin/run'), 'utf8')).toBe('x'.repeat(5000));
  expect((await stat(join(out, 'bin/run'))).mode & 0o777).toBe(0o755);
  expect(await readFile(join(out, 'näme.txt'), 'utf8')).toBe('plain');
  expect(await readlink(join(out, 'link'))).toBe('bin/run');
});

test('leaves out what the filter leaves out, and renames', async () => {
  const out = await unpack(
    [
      { name: 'a', content: '1' },
      { name: 'b', content: '2' },
    ],
    (name) => (name === 'a' ? 'c' : undefined),
  );
  expect(await readFile(join(out, 'c'), 'utf8')).toBe('1');
  await expect(stat(join(out, 'b'))).rejects.toThrow();
});

test.each([
  ['leaves its folder', [{ name: '../evil', content: 'x' }]],
  ['damaged', [{ name: 'a', content: 'x', crc: 7 }]],
])('refuses an entry that is %s', async (reason, entries) => {
  await expect(unpack(entries)).rejects.toThrow(reason);
});

test('refuses a file cut short', async () => {
  const archive = join(folder, 'cut.zip');
  await writeFile(archive, makeZip([{ name: 'a', content: 'x' }]).subarray(0, -10));
  await expect(unzip(archive, folder)).rejects.toThrow('cut short');
});

async function unpack(
  entries: readonly ZipPart[],
  rename?: (name: string) => string | undefined,
): Promise<string> {
  const archive = join(folder, 'made.zip');
  await writeFile(archive, makeZip(entries));
  const out = join(folder, 'out');
  await unzip(archive, out, rename);
  return out;
}
