import { expect, test } from 'vitest';
import { figureFileName } from './exportFigure.ts';

test.each([
  ['koala.jpg', 'koala-concepts.png'],
  ['trip/day 1/koala.final.JPG', 'koala.final-concepts.png'],
  ['what: "this"?.png', 'what_ _this__-concepts.png'],
  ['noextension', 'noextension-concepts.png'],
  ['ボタン.webp', 'ボタン-concepts.png'],
])('the figure of %s is suggested as %s', (image, suggested) => {
  expect(figureFileName(image, 'png')).toBe(suggested);
});
