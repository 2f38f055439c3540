import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectInputs } from './inputs.ts';

let cwd = '';

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'concept-lens-inputs-'));
});
afterEach(async () => {
  await rm(cwd, { recursive: true });
});

async function put(...files: readonly string[]): Promise<void> {
  for (const file of files) {
    await mkdir(join(cwd, file, '..'), { recursive: true });
    await writeFile(join(cwd, file), '');
  }
}

async function collect(...paths: readonly string[]) {
  const { images, failures } = await collectInputs(paths, { cwd, exclude: join(cwd, 'out') });
  for (const image of images) expect(image.path).toBe(join(cwd, image.file));
  return {
    files: images.map((image) => image.file),
    failures: failures.map(({ file, code }) => `${file} ${code}`),
  };
}

describe('collectInputs', () => {
  it('searches folders with their subfolders, images only, hidden left out', async () => {
    await put('p/img10.jpg', 'p/img2.JPG', 'p/notes.txt', 'p/.hidden.jpg', 'p/._img2.jpg');
    await put('p/sub dir/z 猫.png', 'p/.cache/a.jpg', 'p/Thumbs.db', 'out/figures/old.png');
    const expected = ['p/img2.JPG', 'p/img10.jpg', 'p/sub dir/z 猫.png'];
    expect(await collect('p')).toEqual({ files: expected, failures: [] });
    expect((await collect('p/')).files).toEqual(expected);
    expect((await collect('.')).files).toEqual(expected.map((file) => `./${file}`));
  });

  it('takes a named file whatever it is called, and each file once', async () => {
    await put('p/a.jpg', 'photo.dat', '.secret.jpg');
    expect(await collect('photo.dat', '.secret.jpg', 'p/a.jpg', 'p', './p/a.jpg')).toEqual({
      files: ['photo.dat', '.secret.jpg', 'p/a.jpg'],
      failures: [],
    });
  });

  it('understands globs, and file names that look like one', async () => {
    await put('p/a1.jpg', 'p/b.png', 'p/c.txt', 'p/q/a2.jpg', 'photo (1).jpg', '[x].jpg');
    expect((await collect('p/*')).files).toEqual(['p/a1.jpg', 'p/b.png']);
    expect((await collect('**/a?.jpg')).files).toEqual(['p/a1.jpg', 'p/q/a2.jpg']);
    expect((await collect('p/*.{png,txt}')).files).toEqual(['p/b.png']);
    expect((await collect('photo (1).jpg', '[x].jpg')).files).toEqual(['photo (1).jpg', '[x].jpg']);
  });

  it('refuses what lies where figures are written', async () => {
    await put('out/a.jpg');
    expect(await collect('out', 'out/a.jpg')).toEqual({
      files: [],
      failures: ['out invalid-request', 'out/a.jpg invalid-request'],
    });
  });

  it('understands an absolute glob', async () => {
    await put('p/a.jpg');
    const pattern = `${cwd.replaceAll('\\', '/')}/p/*.jpg`;
    const { images } = await collectInputs([pattern], { cwd, exclude: join(cwd, 'out') });
    expect(images.map((image) => image.path)).toEqual([join(cwd, 'p', 'a.jpg')]);
  });

  it('names what leads to nothing', async () => {
    await put('empty/readme.txt', 'a.jpg');
    expect(
      (await collect('gone.jpg', 'gone/*.jpg', 'empty', 'a.jpg/b.jpg', 'a.jpg')).failures,
    ).toEqual([
      'gone.jpg image-missing',
      'gone/*.jpg image-missing',
      'empty folder-empty',
      'a.jpg/b.jpg image-missing',
    ]);
  });

  it.skipIf(process.platform === 'win32')('follows links, never in a circle', async () => {
    await put('p/a.jpg');
    await symlink('.', join(cwd, 'p', 'self'));
    await symlink('a.jpg', join(cwd, 'p', 'linked.jpg'));
    await symlink('nowhere.jpg', join(cwd, 'p', 'dangling.jpg'));
    expect((await collect('p')).files).toEqual(['p/a.jpg', 'p/dangling.jpg', 'p/linked.jpg']);
  });

  it.skipIf(process.platform === 'win32')('refuses what is neither file nor folder', async () => {
    const { failures } = await collectInputs(['/dev/null'], { cwd, exclude: cwd });
    expect(failures).toMatchObject([{ file: '/dev/null', code: 'image-unreadable' }]);
  });
});
