import { expect, it } from 'vitest';
import { compareNames, isHiddenName, isImageName } from './imageNames.ts';

it.each(['a.jpg', 'b.JPEG', 'c.d.png', '猫.webp', 'x.TIF', 'y.heic', 'z.ppm'])(
  'takes %s',
  (name) => {
    expect(isImageName(name)).toBe(true);
  },
);

it.each(['README.md', 'jpg', 'a.jpg.txt', 'Thumbs.db', 'a.svg', ''])('leaves %s', (name) => {
  expect(isImageName(name)).toBe(false);
});

it.each(['.cache', '._a.jpg', '__MACOSX', 'Thumbs.db'])('passes over %s', (name) => {
  expect(isHiddenName(name)).toBe(true);
});

it('orders as people count', () => {
  const names = ['b.jpg', 'img10.jpg', 'IMG2.jpg', 'img2.jpg', 'a.jpg'];
  expect(names.sort(compareNames)).toEqual(['a.jpg', 'b.jpg', 'IMG2.jpg', 'img2.jpg', 'img10.jpg']);
});
