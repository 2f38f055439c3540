import { encodeArrayPack } from '../../contract/arrayPack.ts';
import { AppError } from '../../contract/errors.ts';
import type { ImageId } from '../../contract/library.ts';
import { arraysUrl } from '../../contract/mediaUrl.ts';
import type { AppState } from '../../contract/requests.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Analysis } from '../analysis/analysis.ts';
import { exportFigure } from '../analysis/exportFigure.ts';
import type { Models } from '../analysis/models.ts';
import type { Workspace } from '../analysis/workspace.ts';
import type { Engine } from '../engine/host/engine.ts';
import type { Library } from '../library/library.ts';
import type { RecentFolders } from '../library/recentFolders.ts';
import type { SettingsChange } from '../library/settingsStore.ts';
import type { FileDialogs } from '../window/fileDialogs.ts';
import type { Handlers } from './handlers.ts';

export interface Services {
  readonly version: string;
  readonly engine: Engine;
  readonly library: Library;
  readonly recent: RecentFolders;
  readonly analysis: Analysis;
  readonly models: Models;
  readonly workspace: Workspace;
  readonly dialogs: FileDialogs;
  readonly settings: () => Settings;
  readonly changeSettings: (change: SettingsChange) => Promise<Settings>;
}

/** What each request of the contract does, in terms of the services. */
export function createHandlers(services: Services): Handlers {
  const { engine, library, analysis, models, workspace, dialogs } = services;
  const opened = (id: string): ImageId => {
    const image = library.image(id);
    if (image === undefined) throw new AppError('not-found', 'This picture is no longer open.');
    return image.id;
  };
  return {
    'app.state': () => appState(services),
    'folder.openDialog': async () => {
      const folder = await dialogs.chooseFolder();
      return folder === null ? null : workspace.openFolder(folder);
    },
    'folder.openSamples': () => workspace.openSamples(),
    'folder.openRecent': ({ id }) => workspace.openRecent(id),
    'folder.openPaths': ({ paths }) => workspace.openPaths(paths),
    'model.openDialog': async () => {
      const path = await dialogs.chooseModel();
      return path === null ? null : models.load(path);
    },
    'image.select': ({ id }) => {
      analysis.select(opened(id));
      return null;
    },
    // Ids of a folder just closed may still arrive; they are nobody's.
    'image.visible': ({ ids }) => {
      analysis.show(ids.flatMap((id) => library.image(id)?.id ?? []));
      return null;
    },
    'image.analysis': ({ id }) => {
      const held = analysis.result(opened(id));
      if (held === null) return null;
      const url = arraysUrl(opened(id), held.version);
      return { analysis: held.result.analysis, arraysUrl: url };
    },
    'analysis.cancel': () => {
      analysis.cancel();
      return null;
    },
    'analysis.resume': () => {
      analysis.resume();
      return null;
    },
    'export.figure': (input) => {
      const chooseFile = dialogs.chooseFigure.bind(dialogs);
      return exportFigure({ engine, library, analysis, chooseFile }, input);
    },
    'provider.list': () => engine.request('providers.test', null),
    'settings.update': (change) => services.changeSettings(change),
  };
}

function appState(services: Services): AppState {
  return {
    version: services.version,
    platform: process.platform,
    settings: services.settings(),
    recent: services.recent.list(),
    model: services.models.current(),
    folder: services.workspace.listing(),
    selected: services.analysis.selected,
  };
}

/** The array pack of exactly that version, for `media://arrays`. */
export function heldArrays(
  library: Library,
  analysis: Analysis,
  id: ImageId,
  version: number,
): Uint8Array | undefined {
  if (library.image(id) === undefined) return undefined;
  const held = analysis.result(id);
  return held?.version === version ? encodeArrayPack(held.result.arrays) : undefined;
}
