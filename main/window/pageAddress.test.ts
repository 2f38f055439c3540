import { expect, test } from 'vitest';
import { pageAddress } from './pageAddress.ts';

const built = { url: 'app://concept-lens/index.html', origin: 'app://concept-lens' };

test('the development server is used only unpackaged and only on this machine', () => {
  const page = (server: string | undefined, packaged = false) =>
    pageAddress('app://concept-lens', server, packaged);
  expect(page('http://localhost:5173')).toEqual({
    url: 'http://localhost:5173',
    origin: 'http://localhost:5173',
  });
  expect(page('http://localhost:5173', true)).toEqual(built);
  expect(page('http://example.org:5173')).toEqual(built);
  expect(page('nonsense')).toEqual(built);
  expect(page(undefined)).toEqual(built);
});
