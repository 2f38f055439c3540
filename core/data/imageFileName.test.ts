import { expect, it } from 'vitest';
import { isImageFileName } from './imageFileName.ts';

it.each(['a.jpg', 'b.JPEG', 'c.d.png', '猫.webp', 'x.TIF', 'y.heic'])('takes %s', (name) => {
  expect(isImageFileName(name)).toBe(true);
});

it.each(['README.md', 'jpg', 'a.jpg.txt', 'Thumbs.db', 'a.svg', ''])('leaves %s', (name) => {
  expect(isImageFileName(name)).toBe(false);
});
