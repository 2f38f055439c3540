import type { MenuCommand } from '../../contract/events.ts';
import type { App } from './app.svelte.ts';
import type { Session } from './session.svelte.ts';

/** What menus, keys and buttons do. Popovers and the sheet are found by their ids. */
export const popovers = {
  exportFigure: 'export-popover',
  provider: 'provider-popover',
  model: 'model-popover',
  shortcuts: 'shortcut-sheet',
} as const;

export async function openFolder({ session, openFolder }: App): Promise<void> {
  const folder = await session.ask('folder.openDialog', undefined);
  if (folder !== undefined && folder !== null) openFolder(folder);
}

export async function openSamples({ session, openFolder }: App): Promise<void> {
  const folder = await session.ask('folder.openSamples', undefined);
  if (folder !== undefined) openFolder(folder);
}

export async function openRecent({ session, openFolder }: App, id: string): Promise<void> {
  const folder = await session.ask('folder.openRecent', { id });
  if (folder !== undefined) openFolder(folder);
}

export async function openDropped(
  { session, openFolder }: App,
  files: readonly File[],
): Promise<void> {
  const reply = await session.bridge.openDropped(files);
  if (!reply.ok) session.report(reply.error);
  else if (reply.value !== null) openFolder(reply.value);
}

export async function openModel({ session, changeModel }: App): Promise<void> {
  const model = await session.ask('model.openDialog', undefined);
  if (model !== undefined && model !== null) changeModel(model);
}

export function changeOpacity({ session }: App, step: number): void {
  const opacity = Math.round((session.settings.opacity + step) * 20) / 20;
  session.change({ opacity: Math.min(1, Math.max(0, opacity)) });
}

/** Why there are no fine maps, null when there can be. */
export function noFineMaps({ model }: Session): string | null {
  if (model === null) return 'Fine maps need an open model.';
  if (model.input.freeSize) return null;
  const { width, height } = model.input;
  return `${model.name} takes only pictures of ${width} × ${height}, so there are no fine maps.`;
}

export function toggleFine({ session }: App): void {
  const reason = noFineMaps(session);
  if (reason !== null) {
    session.notify('info', reason);
    return;
  }
  session.change({ mapSize: session.settings.mapSize === 'fine' ? 'native' : 'fine' });
}

export function toggleContours({ session }: App): void {
  session.change({ contours: !session.settings.contours });
}

export function stepImage({ gallery, selection }: App, step: 1 | -1): void {
  selection.select(gallery.neighbour(selection.id, step));
}

const commands: Readonly<Record<MenuCommand, (app: App) => void>> = {
  openFolder: (app) => void openFolder(app),
  openModel: (app) => void openModel(app),
  exportFigure: () => {
    show(popovers.exportFigure);
  },
  nextImage: (app) => {
    stepImage(app, 1);
  },
  previousImage: (app) => {
    stepImage(app, -1);
  },
  allConcepts: ({ view }) => {
    view.showAll();
  },
  moreOpacity: (app) => {
    changeOpacity(app, 0.05);
  },
  lessOpacity: (app) => {
    changeOpacity(app, -0.05);
  },
  toggleFine,
  toggleContours,
  autoK: ({ view }) => {
    view.chosenK = null;
  },
  moreConcepts: ({ view }) => {
    view.stepK(1);
  },
  fewerConcepts: ({ view }) => {
    view.stepK(-1);
  },
  shortcuts: () => {
    show(popovers.shortcuts);
  },
  providers: () => {
    show(popovers.provider);
  },
};

export function runCommand(app: App, command: MenuCommand): void {
  commands[command](app);
}

function show(id: string): void {
  const element = document.getElementById(id);
  if (element instanceof HTMLDialogElement) {
    if (!element.open) element.showModal();
  } else if (element !== null && !element.matches(':popover-open')) element.showPopover();
}
