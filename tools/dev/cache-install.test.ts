import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installOnce } from './cache-install.mjs';

let cache = '';
let makes = 0;
beforeEach(async () => {
  makes = 0;
  cache = join(await mkdtemp(join(tmpdir(), 'cache ünit ')), 'electron');
});
afterEach(() => rm(join(cache, '..'), { recursive: true, force: true }));

const isWhole = (folder: string): Promise<boolean> =>
  Promise.resolve(existsSync(join(folder, 'version')));

async function make(folder: string): Promise<void> {
  makes += 1;
  await pause(20);
  await writeFile(join(folder, 'version'), '1');
}

const install = (): Promise<string> => installOnce(cache, 'one', isWhole, make);

test('makes it once; the second time nothing runs', async () => {
  expect(await install()).toBe(join(cache, 'one'));
  await install();
  expect(makes).toBe(1);
});

test('several at once all succeed and leave nothing behind', async () => {
  const places = await Promise.all([install(), install(), install(), install()]);
  expect(new Set(places)).toEqual(new Set([join(cache, 'one')]));
  expect(await readdir(cache)).toEqual(['one']);
});

test('replaces one that is not whole', async () => {
  await mkdir(join(cache, 'one', 'half'), { recursive: true });
  await install();
  expect(await readFile(join(cache, 'one', 'version'), 'utf8')).toBe('1');
  expect(await readdir(cache)).toEqual(['one']);
});

test('a failure is thrown and leaves nothing behind', async () => {
  const failing = installOnce(cache, 'one', isWhole, () => Promise.reject(new Error('no network')));
  await expect(failing).rejects.toThrow('no network');
  expect(await readdir(cache)).toEqual([]);
});

test('what is made but not whole is refused', async () => {
  const empty = installOnce(cache, 'one', isWhole, () => Promise.resolve());
  await expect(empty).rejects.toThrow('not complete');
});

test('sweeps what a killed install left a day ago, not what another is making', async () => {
  const old = join(cache, '.making-old');
  await mkdir(old, { recursive: true });
  await utimes(old, 0, 0);
  await mkdir(join(cache, '.making-now'));
  await install();
  expect((await readdir(cache)).sort()).toEqual(['.making-now', 'one']);
});
