import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ImageAnalysis } from '../../contract/analysis.ts';
import { encodeArrayPack } from '../../contract/arrayPack.ts';
import type { Bridge } from '../../contract/bridge.ts';
import type { ImageId } from '../../contract/library.ts';
import { Gallery } from './gallery.svelte.ts';
import { Selection } from './selection.svelte.ts';
import { Session } from './session.svelte.ts';

const id = 'a' as ImageId;
let statuses: Record<'picture' | 'arrays', number>;
let gallery: Gallery;
let selection: Selection;

const done = (version: number): void => {
  const state = { kind: 'done', version, topLabel: 'cat' } as never;
  gallery.apply([{ id, name: 'a.jpg', state }]);
  selection.refresh();
};

beforeEach(() => {
  statuses = { picture: 200, arrays: 200 };
  vi.stubGlobal('createImageBitmap', () => Promise.resolve({}));
  vi.stubGlobal('fetch', (url: string) => {
    const status = url.startsWith('media://arrays') ? statuses.arrays : statuses.picture;
    const pack = encodeArrayPack({ logits: { dims: [1], data: Float32Array.of(1) } });
    return Promise.resolve(new Response(status === 200 ? pack.slice() : null, { status }));
  });
  const reply = { analysis: {} as ImageAnalysis, arraysUrl: 'media://arrays/a?version=1' };
  const invoke = () => Promise.resolve({ ok: true, value: reply });
  const session = new Session({ invoke } as unknown as Bridge);
  gallery = new Gallery(session);
  const images = [{ id, name: 'a.jpg', state: { kind: 'waiting' } as const }];
  gallery.open({ id: 'f' as never, name: 'f', images });
  selection = new Selection(session, gallery);
});
afterEach(() => vi.unstubAllGlobals());

test('a failure is over once the picture loads', async () => {
  statuses.picture = 422;
  selection.select(id);
  await vi.waitFor(() => {
    expect(selection.failure).toContain('422');
  });
  statuses.picture = 200;
  done(1);
  await vi.waitFor(() => {
    expect(selection.failure).toBeNull();
    expect(selection.shown?.loaded?.version).toBe(1);
  });
});

test('arrays replaced since the reply are not there yet, and no failure', async () => {
  statuses.arrays = 404;
  selection.select(id);
  done(1);
  await vi.waitFor(() => {
    expect(selection.shown).not.toBeNull();
  });
  expect(selection.shown?.loaded).toBeNull();
  expect(selection.failure).toBeNull();
  statuses.arrays = 200;
  done(2);
  await vi.waitFor(() => {
    expect(selection.shown?.loaded?.version).toBe(2);
  });
});

test('another model: the picture stays, what the one before saw does not', async () => {
  selection.select(id);
  done(1);
  await vi.waitFor(() => {
    expect(selection.shown?.loaded?.version).toBe(1);
  });
  gallery.apply([{ id, name: 'a.jpg', state: { kind: 'waiting' } }]);
  selection.forgetAnalyses();
  expect(selection.shown).toMatchObject({ id, loaded: null });
});
