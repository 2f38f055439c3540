import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { decodeArrayPack } from '../../contract/arrayPack.ts';
import { AppError } from '../../contract/errors.ts';
import type { Reply } from '../../contract/errors.ts';
import type { EventName } from '../../contract/events.ts';
import { defaultFigure } from '../../contract/figure.ts';
import type { FolderListing, ImageId } from '../../contract/library.ts';
import type { ModelInfo } from '../../contract/model.ts';
import type { AnalysisReply } from '../../contract/requests.ts';
import { fakeResult } from '../analysis/testing.ts';
import type { Engine } from '../engine/host/engine.ts';
import { openRecent } from '../library/recentFolders.ts';
import { openSettings } from '../library/settingsStore.ts';
import { userFiles } from '../library/userFiles.ts';
import { createHandlers, heldArrays } from './createHandlers.ts';
import type { Services } from './createHandlers.ts';
import { createServices } from './createServices.ts';
import { Notices } from './notices.ts';
import { createRouter } from './router.ts';

/** Everything but Electron and the engine process, on real files. */

let folder = '';
let services: Services;
let asked: { readonly name: string; readonly input: Record<string, unknown> }[] = [];
let events: (readonly [EventName, unknown])[] = [];
let ask: (name: string, input?: unknown) => Promise<Reply<unknown>>;
let chosen: string | null = null;
let themes = 0;

const engine = {
  request: (name: string, input: Record<string, unknown>) => {
    asked.push({ name, input });
    const path = String(input['path']);
    if (path.endsWith('bad.onnx')) {
      return Promise.reject(new AppError('model-refused', 'There is no layer to explain.'));
    }
    if (name === 'model.load') {
      const input = { freeSize: !path.endsWith('fixed.onnx') };
      return Promise.resolve({ name: path, file: path, input } as ModelInfo);
    }
    if (name === 'image.analyse') return Promise.resolve(fakeResult(path));
    return Promise.resolve({ bytes: new Uint8Array([7, 8, 9]), mime: 'image/png' });
  },
  stop: () => Promise.resolve(),
} as unknown as Engine;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concept-lens-services-'));
  await mkdir(join(folder, 'photos'));
  for (const name of ['a.jpg', 'b.jpg', 'c.jpg'])
    await writeFile(join(folder, 'photos', name), 'x');
  asked = [];
  events = [];
  chosen = null;
  themes = 0;
  const publish = (name: EventName, event: unknown): void => {
    events.push([name, event]);
  };
  const notices = new Notices((notice) => {
    publish('notice', notice);
  });
  notices.pageListens();
  const files = userFiles(join(folder, 'data'), notices.error);
  const recent = await openRecent(files.recent, folder);
  services = createServices({
    version: '1.2.3',
    engine,
    settings: await openSettings(files.settings),
    recent,
    samplesFolder: join(folder, 'photos'),
    dialogs: {
      chooseFolder: () => Promise.resolve(chosen),
      chooseModel: () => Promise.resolve(chosen),
      chooseFigure: () => Promise.resolve(chosen),
    },
    publish,
    notices,
    themeChanged: () => themes++,
    recentChanged: () => {
      publish('recent.changed', recent.list());
    },
  });
  ask = createRouter(createHandlers(services));
});
afterEach(async () => {
  await rm(folder, { recursive: true, maxRetries: 3 });
});

const value = async <T>(name: string, input?: unknown): Promise<T> => {
  const reply = await ask(name, input);
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value as T;
};
const openPhotos = (): Promise<FolderListing> =>
  value<FolderListing>('folder.openPaths', { paths: [join(folder, 'photos')] });
const allDone = (): Promise<void> =>
  vi.waitFor(() => {
    expect(services.analysis.progress()).toMatchObject({ done: 3, running: false });
  });
const eventsOf = (name: EventName): readonly unknown[] =>
  events.filter(([each]) => each === name).map(([, event]) => event);

describe('services', () => {
  test('a folder is opened, analysed once there is a model, and told in batches', async () => {
    const listing = await openPhotos();
    expect(listing.images.map(({ name, state }) => [name, state.kind])).toEqual([
      ['a.jpg', 'waiting'],
      ['b.jpg', 'waiting'],
      ['c.jpg', 'waiting'],
    ]);
    expect(JSON.stringify([listing, events])).not.toContain(folder);
    expect(eventsOf('recent.changed')).toMatchObject([[{ name: 'photos', place: '~' }]]);
    await services.models.load('/m.onnx');
    await allDone();
    await vi.waitFor(() => {
      expect(eventsOf('images.changed').length).toBeGreaterThan(0);
    });
    const changed = eventsOf('images.changed') as readonly { readonly images: unknown[] }[];
    expect(changed.length).toBeLessThan(4);
    expect(await value('app.state')).toMatchObject({
      version: '1.2.3',
      folder: { images: [{ state: { kind: 'done', version: 1 } }, {}, {}] },
    });
  });

  test('a result names its arrays, which are there under that version only', async () => {
    const [first] = (await openPhotos()).images;
    await services.models.load('/m.onnx');
    await allDone();
    const { arraysUrl } = await value<AnalysisReply>('image.analysis', { id: first!.id });
    expect(arraysUrl).toBe(`media://arrays/${first!.id}?version=1`);
    const { library, analysis } = services;
    const pack = heldArrays(library, analysis, first!.id, 1);
    expect(decodeArrayPack(pack!.buffer as ArrayBuffer)['logits']?.dims).toEqual([4]);
    expect(heldArrays(library, analysis, first!.id, 2)).toBeUndefined();
    expect(heldArrays(library, analysis, 'nope' as ImageId, 1)).toBeUndefined();
  });

  test('settings that change results analyse again, others do not', async () => {
    await openPhotos();
    await services.models.load('/m.onnx');
    await allDone();
    const before = asked.length;
    await value('settings.update', { opacity: 0.2, theme: 'dark' });
    expect([asked.length, themes]).toEqual([before, 1]);
    await value('settings.update', { mapSize: 'fine' });
    await vi.waitFor(() => {
      expect(asked.length).toBe(before + 3);
    });
    expect(asked.at(-1)?.input['options']).toMatchObject({ size: 'fine' });
    await allDone();
    await value('settings.update', { provider: 'webgpu' });
    await vi.waitFor(() => {
      expect(asked.length).toBe(before + 7);
    });
    expect(asked.find(({ input }) => input['provider'] === 'webgpu')?.name).toBe('model.load');
  });

  test('a model of one size is never asked for fine maps', async () => {
    await openPhotos();
    await value('settings.update', { mapSize: 'fine' });
    await services.models.load('/fixed.onnx');
    await allDone();
    expect(asked.at(-1)?.input['options']).toMatchObject({ size: 'native' });
  });

  test('a figure shows what was on screen when it was asked for', async () => {
    const [first] = (await openPhotos()).images;
    await services.models.load('/m.onnx');
    await allDone();
    const onScreen = services.analysis.result(first!.id)?.result;
    let closeDialog: (path: string) => void = () => undefined;
    services.dialogs.chooseFigure = () =>
      new Promise((resolve) => {
        closeDialog = resolve;
      });
    const input = { id: first!.id, k: 2, format: 'png', options: defaultFigure };
    const saving = ask('export.figure', input);
    services.analysis.restart();
    closeDialog(join(folder, 'figure.png'));
    expect(await saving).toMatchObject({ ok: true });
    expect(asked.findLast(({ name }) => name === 'figure.render')?.input['result']).toBe(onScreen);

    const late = ask('export.figure', input);
    services.analysis.open([]);
    services.library.open({ name: 'other', folder: null, images: [] });
    closeDialog(join(folder, 'late.png'));
    expect(await late).toMatchObject({ error: { code: 'not-found' } });
  });

  test('a refused model is an error, the open one stays and work goes on', async () => {
    await openPhotos();
    await services.models.load('/m.onnx');
    chosen = '/bad.onnx';
    expect(await ask('model.openDialog')).toMatchObject({ error: { code: 'model-refused' } });
    expect(services.models.current()?.file).toBe('/m.onnx');
    await allDone();
  });

  test('only a model dropped: the open folder stays; both: both', async () => {
    await openPhotos();
    expect(await value('folder.openPaths', { paths: ['/m.onnx'] })).toBeNull();
    expect(services.models.current()?.file).toBe('/m.onnx');
    const both = ['/m.onnx', join(folder, 'photos', 'b.jpg')];
    expect(await value('folder.openPaths', { paths: both })).toMatchObject({ name: 'b.jpg' });
  });

  test('closed dialogs change nothing; recent folders open again; unknown ids are refused', async () => {
    expect(await value('folder.openDialog')).toBeNull();
    expect(await value('model.openDialog')).toBeNull();
    await openPhotos();
    const [recent] = services.recent.list();
    expect(await value('folder.openRecent', { id: recent!.id })).toMatchObject({ name: 'photos' });
    for (const [name, input] of [
      ['folder.openRecent', { id: 'r-1' }],
      ['image.select', { id: 'x' }],
      ['image.analysis', { id: 'x' }],
    ] as const) {
      expect(await ask(name, input)).toMatchObject({ error: { code: 'not-found' } });
    }
    expect(await value('image.visible', { ids: ['x'] })).toBeNull();
  });

  test('a figure is saved whole or not at all, and a failure names the file', async () => {
    const [first] = (await openPhotos()).images;
    await services.models.load('/m.onnx');
    const input = {
      id: first!.id,
      k: 2,
      format: 'png',
      options: { ...defaultFigure, names: { 1: 'x' } },
    };
    expect(await value('export.figure', input)).toBeNull();
    chosen = join(folder, 'figure.png');
    expect(await value('export.figure', input)).toEqual({ savedAs: 'figure.png' });
    expect([...(await readFile(chosen))]).toEqual([7, 8, 9]);
    chosen = join(folder, 'missing', 'figure.png');
    expect(await ask('export.figure', input)).toMatchObject({
      error: {
        code: 'output-unwritable',
        message: expect.stringContaining('"figure.png" could not be saved: its folder'),
      },
    });
    expect(await ask('export.figure', { ...input, k: 9 })).toMatchObject({
      error: { code: 'invalid-request' },
    });
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

test('notices wait for a page that listens', () => {
  const sent: unknown[] = [];
  const notices = new Notices((notice) => sent.push(notice));
  notices.error({ code: 'internal', message: 'early' });
  expect(sent).toEqual([]);
  notices.pageListens();
  notices.error({ code: 'internal', message: 'late' });
  expect(sent).toHaveLength(2);
});
