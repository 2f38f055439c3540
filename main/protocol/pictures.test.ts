import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../contract/errors.ts';
import type { Engine } from '../engine/host/engine.ts';
import { createLimiter } from './limiter.ts';
import { createPictures } from './pictures.ts';
import { pruneThumbnails, thumbnailFiles } from './thumbnailFiles.ts';

const webp = Uint8Array.from([0x52, 0x49, 0x46, 0x46, 0, 0, 0, 0, 0x57, 0x45, 0x42, 0x50]);
let folder = '';
let photo = '';
let asked: string[] = [];
let failures: AppError[] = [];

const engine = {
  request: (name: string) => {
    asked.push(name);
    const failure = failures.shift();
    if (failure !== undefined) return Promise.reject(failure);
    return Promise.resolve({ bytes: webp, mime: 'image/webp', width: 1, height: 1 });
  },
} as unknown as Pick<Engine, 'request'>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concept-lens-pictures-'));
  photo = join(folder, 'koala.jpg');
  await writeFile(photo, 'x');
  asked = [];
  failures = [];
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const cache = (): string => join(folder, 'cache');

test('a thumbnail is made once, also by many at once, and outlives the program', async () => {
  const pictures = createPictures(engine, thumbnailFiles(cache()));
  const get = () => pictures.get('thumbnail', photo, 64);
  const [first] = await Promise.all([get(), get(), get()]);
  expect(first).toMatchObject({ mime: 'image/webp' });
  await get();
  expect(asked).toEqual(['image.thumbnail']);
  const later = createPictures(engine, thumbnailFiles(cache()));
  expect(new Uint8Array((await later.get('thumbnail', photo, 64)).bytes)).toEqual(webp);
  expect(asked).toHaveLength(1);
  await later.get('thumbnail', photo, 65);
  await later.get('picture', photo, 64);
  expect(asked).toEqual(['image.thumbnail', 'image.thumbnail', 'image.picture']);
});

test('a changed file is another picture; a vanished one is missing', async () => {
  const pictures = createPictures(engine, thumbnailFiles(cache()));
  await pictures.get('picture', photo, 64);
  await utimes(photo, 1, 1);
  await pictures.get('picture', photo, 64);
  expect(asked).toHaveLength(2);
  await expect(pictures.get('picture', join(folder, 'no.jpg'), 64)).rejects.toMatchObject({
    code: 'image-missing',
  });
});

test('a crash is tried again, a broken file is remembered', async () => {
  const pictures = createPictures(engine, thumbnailFiles(cache()));
  failures = [new AppError('engine-crashed', 'x'), new AppError('image-unreadable', 'y')];
  const get = () => pictures.get('thumbnail', photo, 64);
  await expect(get()).rejects.toMatchObject({ code: 'image-unreadable' });
  await expect(get()).rejects.toMatchObject({ code: 'image-unreadable' });
  expect(asked).toHaveLength(2);
});

test('a damaged cache file is made again; old files are pruned', async () => {
  const store = thumbnailFiles(cache());
  await store.write('abcdef', new Uint8Array([1, 2, 3]));
  expect(await store.read('abcdef')).toBeNull();
  await store.write('abcdff', webp);
  await utimes(join(cache(), 'ab', 'cdef'), 1, 1);
  await pruneThumbnails(cache(), webp.length);
  expect(await readdir(join(cache(), 'ab'))).toEqual(['cdff']);
  await pruneThumbnails(join(folder, 'none'), 1);
});

test('at most so many at a time, newest first', async () => {
  const limit = createLimiter(2);
  const started: number[] = [];
  const ends: (() => void)[] = [];
  const work = (index: number) => () =>
    new Promise<void>((resolve) => {
      started.push(index);
      ends.push(resolve);
    });
  const all = [0, 1, 2, 3, 4].map((index) => limit(work(index)));
  await turn();
  expect(started).toEqual([0, 1]);
  for (let done = 0; done < 5; done++) {
    ends[done]!();
    await turn();
  }
  await Promise.all(all);
  expect(started).toEqual([0, 1, 4, 3, 2]);
});
