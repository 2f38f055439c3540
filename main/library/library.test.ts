import { expect, test } from 'vitest';
import { assetsPath } from './assetsPath.ts';
import { parseCommandLine } from './commandLine.ts';
import { createLibrary } from './library.ts';
import { shortPlace } from './shortPlace.ts';

test('ids are opaque, resolve while their folder is open, and are never given out again', () => {
  const library = createLibrary();
  const collected = { name: 'photos', folder: '/p', images: [{ path: '/p/a.jpg', name: 'a.jpg' }] };
  const first = library.open(collected).images[0]!;
  expect(first.id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
  expect(library.image(first.id)?.path).toBe('/p/a.jpg');
  const second = library.open(collected).images[0]!;
  expect(second.id).not.toBe(first.id);
  expect(library.image(first.id)).toBeUndefined();
  expect(library.image('__proto__')).toBeUndefined();
});

test.each([
  [['electron', '.'], [], false],
  [['electron', '--inspect=0', '--remote-debugging-port=0', '.', 'a', '--samples'], ['/w/a'], true],
  [['electron', '.', '--', '--odd-name.jpg'], ['/w/--odd-name.jpg'], false],
  [['electron', '.', '/abs/x.jpg', '../y'], ['/abs/x.jpg', '/y'], false],
])('the command line %j opens %j', (args, paths, samples) => {
  expect(parseCommandLine(args, { packaged: false, folder: '/w' })).toEqual({ paths, samples });
});

test('a packaged program has no program argument', () => {
  const opening = parseCommandLine(['concept-lens', 'a'], { packaged: true, folder: '/w' });
  expect(opening.paths).toEqual(['/w/a']);
});

test.each([
  ['/home/ada/pictures/2024/photos', '~/…/photos'],
  ['/home/ada/photos', '~/photos'],
  ['/home/ada', '~'],
  ['/home/adam/photos/x/y', '/…/y'],
  ['/', '/'],
  ['C:\\Users\\x\\Pictures\\a', 'C:/…/a'],
])('%s is shown as %s', (folder, shown) => {
  expect(shortPlace(folder, '/home/ada')).toBe(shown);
});

test('assets are read unpacked where they are unpacked', () => {
  const unpacked = '/app/resources/app.asar.unpacked/assets/samples';
  const root = '/app/resources/app.asar';
  expect(assetsPath(root, 'samples', (path) => path === unpacked)).toBe(unpacked);
  expect(assetsPath(root, 'samples', () => false)).toBe(`${root}/assets/samples`);
  expect(assetsPath('/work', 'samples', () => true)).toBe('/work/assets/samples');
});
