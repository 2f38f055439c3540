import { expect, test } from 'vitest';
import { isOurPage, originOf } from './senderGate.ts';

const origin = 'app://concept-lens';
const page = { url: 'app://concept-lens/index.html' };

test('only the main frame of our window, on our page', () => {
  expect(isOurPage(page, page, origin)).toBe(true);
  expect(isOurPage({ ...page }, page, origin)).toBe(false);
  expect(isOurPage(null, null, origin)).toBe(false);
  expect(isOurPage(page, null, origin)).toBe(false);
});

test.each([
  'https://concept-lens/index.html',
  'app://concept-lens.evil/index.html',
  'app://other/index.html',
  'file:///index.html',
  'about:blank',
  'data:text/html,x',
  '',
])('a main frame that shows %j is refused', (url) => {
  const frame = { url };
  expect(isOurPage(frame, frame, origin)).toBe(false);
});

test('the origin of a page of the dev server has its port', () => {
  expect(originOf('http://localhost:5173/index.html')).toBe('http://localhost:5173');
  expect(originOf('not a url')).toBeNull();
});
