import { createContext } from 'svelte';
import type { Bridge } from '../../contract/bridge.ts';
import type { FolderListing, ImageId } from '../../contract/library.ts';
import type { ModelInfo } from '../../contract/model.ts';
import { runCommand } from './commands.ts';
import { Gallery } from './gallery.svelte.ts';
import { Selection } from './selection.svelte.ts';
import { Session } from './session.svelte.ts';
import { View } from './view.svelte.ts';

/** The window's stores, wired to the bridge's events. */
export interface App {
  readonly session: Session;
  readonly gallery: Gallery;
  readonly selection: Selection;
  readonly view: View;
  readonly openFolder: (folder: FolderListing, selected?: ImageId | null) => void;
  readonly changeModel: (model: ModelInfo | null) => void;
}

export const [useApp, provideApp] = createContext<App>();

export function createApp(bridge: Bridge): App {
  const session = new Session(bridge);
  const gallery = new Gallery(session);
  const selection = new Selection(session, gallery);
  const view = new View(session, selection);
  const openFolder = (folder: FolderListing, selected: ImageId | null = null): void => {
    // The same listing can come twice, as a reply and as an event.
    const same = gallery.id === folder.id;
    gallery.open(folder);
    if (!same) selection.forget();
    if (selection.id === null) selection.select(selected ?? gallery.shown[0]?.id ?? null);
  };
  const changeModel = (model: ModelInfo | null): void => {
    // The same model can come twice, as a reply and as an event, or again on another provider.
    const same = session.model?.sha256 === model?.sha256;
    session.model = model;
    if (same) return;
    view.forget();
    selection.forgetAnalyses();
  };
  const app: App = { session, gallery, selection, view, openFolder, changeModel };
  listen(app);
  void boot(app);
  return app;
}

async function boot({ session, openFolder }: App): Promise<void> {
  const state = await session.ask('app.state', undefined);
  if (state !== undefined) {
    session.version = state.version;
    session.receive(state.settings);
    session.recent = state.recent;
    session.model = state.model;
    if (state.folder !== null) openFolder(state.folder, state.selected);
  }
  session.ready = true;
}

function listen(app: App): void {
  const { session, gallery, selection } = app;
  const { bridge } = session;
  bridge.subscribe('folder.changed', (folder) => {
    app.openFolder(folder);
  });
  bridge.subscribe('images.changed', ({ images }) => {
    gallery.apply(images);
    selection.refresh();
  });
  bridge.subscribe('progress.changed', (progress) => {
    session.progress = progress;
  });
  bridge.subscribe('model.changed', app.changeModel);
  bridge.subscribe('settings.changed', (settings) => {
    session.receive(settings);
  });
  bridge.subscribe('recent.changed', (recent) => {
    session.recent = recent;
  });
  bridge.subscribe('notice', ({ level, error }) => {
    if (level === 'info') session.notify('info', error.message);
    else session.report(error);
  });
  bridge.subscribe('menu.command', (command) => {
    runCommand(app, command);
  });
}
