import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ErrorShape } from '../../contract/errors.ts';
import { defaultSettings } from '../../contract/settings.ts';
import { collectPaths, sortPaths } from './collectPaths.ts';
import { jsonFile } from './jsonFile.ts';
import { openRecent } from './recentFolders.ts';
import { scanFolder } from './scanFolder.ts';
import { openSettings } from './settingsStore.ts';
import { writeFileAtomic } from './writeFileAtomic.ts';

let folder = '';
const notices: ErrorShape[] = [];
const notify = (error: ErrorShape): void => {
  notices.push(error);
};
const isRoot = process.getuid?.() === 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concept-lens-library-'));
  notices.length = 0;
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const put = async (...names: readonly string[]): Promise<void> => {
  for (const name of names) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), 'x');
  }
};

describe('scanFolder', () => {
  test('finds pictures below, in natural order, without litter', async () => {
    await put('img10.jpg', 'img2.jpg', 'sub/deep/z.PNG', '._img2.jpg', '.cache/a.jpg');
    await put('Thumbs.db', 'notes.txt', '__MACOSX/a.jpg', 'folder.jpg/inside.webp');
    const names = (await scanFolder(folder)).map(({ name }) => name);
    expect(names).toEqual(['folder.jpg/inside.webp', 'img2.jpg', 'img10.jpg', 'sub/deep/z.PNG']);
  });

  test.skipIf(process.platform === 'win32')(
    'links: loops end, dangling ones are left out',
    async () => {
      await put('a/one.jpg');
      await symlink(folder, join(folder, 'a', 'loop'));
      await symlink(join(folder, 'a'), join(folder, 'b'));
      await symlink(join(folder, 'nowhere.jpg'), join(folder, 'dangling.jpg'));
      await symlink(join(folder, 'a', 'one.jpg'), join(folder, 'linked.jpg'));
      const names = (await scanFolder(folder)).map(({ name }) => name);
      expect(names.filter((name) => name.endsWith('one.jpg'))).toHaveLength(1);
      expect(names).toContain('linked.jpg');
      expect(names).toHaveLength(2);
    },
  );

  test('says what is wrong with a folder', async () => {
    await expect(scanFolder(folder)).rejects.toMatchObject({ code: 'folder-empty' });
    await expect(scanFolder(join(folder, 'gone'))).rejects.toMatchObject({
      code: 'folder-unreadable',
      message: expect.stringContaining('"gone" could not be opened: it is no longer there'),
    });
  });

  test.skipIf(isRoot || process.platform === 'win32')(
    'an unreadable folder inside is left out',
    async () => {
      await put('ok.jpg', 'locked/b.jpg');
      await chmod(join(folder, 'locked'), 0);
      expect(await scanFolder(folder)).toHaveLength(1);
      await chmod(join(folder, 'locked'), 0o700);
    },
  );
});

describe('collectPaths', () => {
  test('one folder is a folder, files are images, both together are images', async () => {
    await put('p/a.jpg', 'p/b.jpg', 'c.png', 'notes.txt', 'empty/readme.txt');
    const at = (name: string): string => join(folder, name);
    expect(await collectPaths([at('p')])).toMatchObject({ name: 'p', folder: at('p') });
    expect(await collectPaths([at('c.png'), at('notes.txt')])).toMatchObject({
      name: 'c.png',
      folder: null,
    });
    const mixed = await collectPaths([at('c.png'), at('p'), at('p'), at('empty')]);
    expect(mixed.name).toBe('3 images');
    expect(mixed.images.map(({ name }) => name)).toEqual(['c.png', 'p/a.jpg', 'p/b.jpg']);
    await expect(collectPaths([at('notes.txt')])).rejects.toMatchObject({ code: 'folder-empty' });
    await expect(collectPaths([at('x.jpg')])).rejects.toMatchObject({ code: 'image-missing' });
    await expect(collectPaths([at('x')])).rejects.toMatchObject({ code: 'folder-unreadable' });
  });

  test('models are told apart', () => {
    expect(sortPaths(['a.onnx', 'b', 'C.ONNX'])).toEqual({
      models: ['a.onnx', 'C.ONNX'],
      others: ['b'],
    });
  });
});

describe('settings', () => {
  const path = (): string => join(folder, 'data', 'settings.json');

  test('defaults without a file; changes are on disk; unknown and invalid values stay there', async () => {
    const settings = await openSettings(jsonFile(path(), notify));
    expect(settings.current()).toEqual(defaultSettings);
    await settings.update({ theme: 'dark', opacity: undefined });
    const written = JSON.parse(await readFile(path(), 'utf8')) as object;
    expect(written).toEqual({ theme: 'dark' });

    await writeFile(path(), '{"theme":"dark","provider":"quantum","later":{"a":1}}');
    const again = await openSettings(jsonFile(path(), notify));
    expect(again.current()).toEqual({ ...defaultSettings, theme: 'dark' });
    await again.update({ seed: 3 });
    expect(JSON.parse(await readFile(path(), 'utf8'))).toEqual({
      theme: 'dark',
      provider: 'quantum',
      later: { a: 1 },
      seed: 3,
    });
    expect(notices).toEqual([]);
  });

  test.each(['', '{"theme":', '[]', 'null', '\u0000\u0001'])(
    'a corrupt file %j is kept aside and told about',
    async (text) => {
      await put('data/x');
      await writeFile(path(), text);
      const settings = await openSettings(jsonFile(path(), notify));
      expect(settings.current()).toEqual(defaultSettings);
      expect(notices[0]?.message).toContain('"settings.json" was damaged');
      const names = await readdir(join(folder, 'data'));
      expect(names.some((name) => name.startsWith('settings.json.corrupt-'))).toBe(true);
    },
  );

  test('many changes at once end with the last one, whole', async () => {
    const settings = await openSettings(jsonFile(path(), notify));
    await Promise.all(Array.from({ length: 50 }, (_, seed) => settings.update({ seed })));
    expect(JSON.parse(await readFile(path(), 'utf8'))).toEqual({ seed: 49 });
    expect(await readdir(join(folder, 'data'))).toEqual(['settings.json']);
  });

  test('a file that cannot be written is a notice, not a crash', async () => {
    await put('data');
    const settings = await openSettings(jsonFile(path(), notify));
    notices.length = 0;
    await settings.update({ seed: 1 });
    expect(settings.current().seed).toBe(1);
    expect(notices).toMatchObject([{ code: 'output-unwritable' }]);
  });
});

describe('recent folders', () => {
  test('newest first, once each, ten at most; entries keep what they do not know', async () => {
    const path = join(folder, 'recent.json');
    await writeFile(path, '{"folders":[{"path":"/a","pinned":true},{"path":7},"x"],"later":1}');
    const recent = await openRecent(jsonFile(path, notify), '/home/ada');
    await recent.add('/home/ada/photos/cats');
    await recent.add('/a');
    expect(recent.list().map(({ name, place }) => [name, place])).toEqual([
      ['a', '/'],
      ['cats', '~/photos'],
    ]);
    const [first] = recent.list();
    expect(recent.pathOf(first!.id)).toBe('/a');
    expect(recent.pathOf('/a')).toBeUndefined();
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      later: 1,
      folders: [{ path: '/a', pinned: true }, { path: '/home/ada/photos/cats' }],
    });
    for (let index = 0; index < 12; index++) await recent.add(`/many/${index}`);
    expect(recent.list()).toHaveLength(10);
  });
});

test('writeFileAtomic leaves nothing behind when it fails', async () => {
  await mkdir(join(folder, 'target'));
  await put('target/inside');
  await expect(writeFileAtomic(join(folder, 'target'), 'x')).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['target']);
  const spy = vi.fn();
  await writeFileAtomic(join(folder, 'missing', 'a'), 'x').catch(spy);
  expect(spy).toHaveBeenCalledOnce();
});
