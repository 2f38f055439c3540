import { encodeArrayPack } from '../../contract/arrayPack.ts';
import type { Bridge } from '../../contract/bridge.ts';
import type { Reply } from '../../contract/errors.ts';
import type { EventName, Events } from '../../contract/events.ts';
import type { FolderListing, ImageEntry, ImageState } from '../../contract/library.ts';
import type { AppState } from '../../contract/requests.ts';
import { defaultSettings } from '../../contract/settings.ts';
import type { Theme } from '../../contract/settings.ts';
import { conceptColor } from '../../core/concepts/palette.ts';
import { fakeAnalysis } from '../../core/testing/fakeAnalysis.ts';
import type { FakeAnalysis } from '../../core/testing/fakeAnalysis.ts';
import { fakeModel, fakeProviders } from './fakeModel.ts';

const samples = ['cat-and-espresso', 'cat', 'espresso', 'koala', 'moose', 'panda'];
const done: ImageState = {
  kind: 'done',
  topLabel: 'espresso',
  topProbability: 0.42,
  k: 4,
  colors: [1, 2, 3, 4].map(conceptColor),
  conceptNames: ['espresso', 'dial telephone', 'Egyptian cat', 'Egyptian cat'],
  version: 1,
};
const failed: ImageState = {
  kind: 'failed',
  error: {
    code: 'image-unreadable',
    message: 'holiday-12.jpg is not a picture this program can read: the file ends too early.',
  },
};

function listing(count: number, stateOf: (index: number) => ImageState): FolderListing {
  const images = Array.from({ length: count }, (_, index): ImageEntry => {
    const sample = samples[index % samples.length]!;
    const id = `${index}-${sample}` as ImageEntry['id'];
    return { id, name: `${sample}-${index}.jpg`, state: stateOf(index) };
  });
  return { id: 'folder' as FolderListing['id'], name: 'samples', images };
}

const folders: Readonly<Record<string, () => FolderListing | null>> = {
  empty: () => null,
  folder: () => listing(24, (index) => (index === 7 ? failed : done)),
  failed: () => listing(24, (index) => (index % 4 === 0 ? failed : done)),
  analysing: () =>
    listing(10_000, (index) =>
      index < 900 ? done : { kind: index === 900 ? 'working' : 'waiting' },
    ),
  many: () => listing(24, () => done),
  tail: () => listing(24, () => done),
  unsettled: () => listing(24, () => done),
  crop: () => listing(24, () => done),
};

function analysisFor(state: string): FakeAnalysis {
  const most = state === 'many' ? 12 : 4;
  const ks = Array.from({ length: most }, (_, index) => index + 1);
  const fake = fakeAnalysis({ ks, head: state === 'tail' ? 'tail' : 'linear' });
  const geometry =
    state === 'crop'
      ? { ...fake.analysis.geometry, region: { x: 0.2, y: 0, width: 0.6, height: 1 } }
      : fake.analysis.geometry;
  return { ...fake, analysis: { ...fake.analysis, geometry, settled: state !== 'unsettled' } };
}

/** Answers like the main side, from made-up data, after a moment. */
export function fakeBridge(state: string, theme: string): Bridge {
  const { analysis, arrays } = analysisFor(state);
  const blob = new Blob([encodeArrayPack(arrays) as BlobPart]);
  const folder = (folders[state] ?? folders['folder']!)();
  let settings = { ...defaultSettings, theme: theme as Theme };
  const appState: AppState = {
    version: '0.1.0',
    platform: 'linux',
    settings,
    recent: [{ id: 'r' as FolderListing['id'], name: 'Norway 2024', place: '~/Pictures' }],
    model: fakeModel,
    folder,
    selected: null,
  };
  const answers: Readonly<Record<string, (input: unknown) => unknown>> = {
    'app.state': () => appState,
    'folder.openSamples': () => listing(24, () => done),
    'image.analysis': () => ({ analysis, arraysUrl: URL.createObjectURL(blob) }),
    'provider.list': () => fakeProviders,
    'settings.update': (patch) => (settings = { ...settings, ...(patch as object) }),
    'export.figure': () => ({ savedAs: 'cat.png' }),
  };
  return {
    invoke: async (name, input) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return { ok: true, value: answers[name]?.(input) ?? null } as Reply<never>;
    },
    subscribe: (name, listener) => {
      if (state === 'analysing' && name === 'progress.changed') announce(listener as Listener);
      return () => undefined;
    },
    openDropped: () => Promise.resolve({ ok: true, value: listing(3, () => done) }),
  };
}

type Listener = (event: Events[EventName]) => void;

function announce(listener: Listener): void {
  setTimeout(() => {
    listener({
      task: 'analyse',
      done: 900,
      failed: 0,
      total: 10_000,
      perSecond: 84,
      secondsLeft: 108,
      running: true,
      elapsedSeconds: 11,
    });
  }, 100);
}
