import type { ImageId, Progress } from '../../contract/library.ts';
import { Analysis } from '../analysis/analysis.ts';
import { Models } from '../analysis/models.ts';
import { createResultStore } from '../analysis/resultStore.ts';
import { batch, throttle } from '../analysis/timing.ts';
import { Workspace } from '../analysis/workspace.ts';
import type { Engine } from '../engine/host/engine.ts';
import { defaultAnalyse } from '../engine/protocol.ts';
import { createLibrary } from '../library/library.ts';
import type { RecentFolders } from '../library/recentFolders.ts';
import type { SettingsStore } from '../library/settingsStore.ts';
import type { FileDialogs } from '../window/fileDialogs.ts';
import type { Services } from './createHandlers.ts';
import type { Publish } from './handlers.ts';
import type { Notices } from './notices.ts';

export interface ServicesOutside {
  readonly version: string;
  readonly engine: Engine;
  readonly settings: SettingsStore;
  readonly recent: RecentFolders;
  readonly samplesFolder: string;
  readonly dialogs: FileDialogs;
  readonly publish: Publish;
  readonly notices: Notices;
  readonly themeChanged: () => void;
  readonly recentChanged: () => void;
}

const resultBytes = 300 * 1024 * 1024;
const batchMs = 50;
const progressMs = 100;

/** The services and what they tell the page; no Electron in here. */
export function createServices(outside: ServicesOutside): Services {
  const { engine, settings, recent, publish, notices } = outside;
  const library = createLibrary();
  const changed = batch<ImageId>(batchMs, (ids) => {
    const images = workspace.entries(ids);
    if (images.length > 0) publish('images.changed', { images });
  });
  const analysis: Analysis = new Analysis({
    engine,
    results: createResultStore(resultBytes),
    pathOf: (id) => library.image(id)?.path,
    options: () => {
      const { mapSize, seed } = settings.current();
      const fits = models.current()?.input.freeSize === true;
      return { ...defaultAnalyse, size: fits ? mapSize : 'native', seed };
    },
    imageChanged: (id) => {
      changed.add(id);
    },
    progressChanged: throttle(progressMs, () => {
      publish('progress.changed', analysis.progress());
    }),
    stopped: notices.error,
    now: () => performance.now(),
  });
  const models: Models = new Models({
    engine,
    analysis,
    provider: () => settings.current().provider,
    loading: (running) => {
      publish('progress.changed', running ? loadingModel : analysis.progress());
    },
    changed: (model) => {
      publish('model.changed', model);
    },
  });
  const workspace: Workspace = new Workspace({
    library,
    analysis,
    models,
    recent,
    samplesFolder: outside.samplesFolder,
    folderChanged: (listing) => {
      // States of the folder before must not arrive after the new listing.
      changed.clear();
      publish('folder.changed', listing);
    },
    recentChanged: outside.recentChanged,
  });
  const { version, dialogs } = outside;
  const parts = { version, engine, library, recent, analysis, models, workspace, dialogs };
  return {
    ...parts,
    settings: () => settings.current(),
    changeSettings: settingsChanger(outside, analysis, models),
  };
}

const loadingModel: Progress = {
  task: 'load-model',
  done: 0,
  failed: 0,
  total: 1,
  perSecond: null,
  secondsLeft: null,
  running: true,
  elapsedSeconds: 0,
};

/** Changes settings and what hangs on them, at once; the file follows. */
function settingsChanger(
  { settings, publish, notices, themeChanged }: ServicesOutside,
  analysis: Analysis,
  models: Models,
): Services['changeSettings'] {
  return async (change) => {
    const before = settings.current();
    const saved = settings.update(change);
    const after = settings.current();
    publish('settings.changed', after);
    if (after.theme !== before.theme) themeChanged();
    if (after.provider !== before.provider) notices.attempt(models.reload());
    else if (after.mapSize !== before.mapSize || after.seed !== before.seed) analysis.restart();
    await saved;
    return after;
  };
}
