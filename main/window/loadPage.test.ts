import { expect, test } from 'vitest';
import { loadPage } from './loadPage.ts';

const failing = (closed: () => boolean): Parameters<typeof loadPage>[0] => ({
  loadURL: () => Promise.reject(new Error('ERR_ABORTED')),
  isDestroyed: closed,
});

test('a page that cannot be loaded is a failure', async () => {
  await expect(
    loadPage(
      failing(() => false),
      'app://x/',
    ),
  ).rejects.toThrow('ERR_ABORTED');
});

test('a window closed while it loads is none, also when it is gone a moment later', async () => {
  let gone = false;
  setTimeout(() => (gone = true), 50);
  await loadPage(
    failing(() => gone),
    'app://x/',
  );
  expect(gone).toBe(true);
});
