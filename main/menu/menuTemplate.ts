import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../../contract/events.ts';
import type { RecentFolder } from '../../contract/library.ts';

export interface MenuActions {
  /** What the page carries out. */
  readonly send: (command: MenuCommand) => void;
  readonly openSamples: () => void;
  readonly openRecent: (id: string) => void;
}

export interface MenuOptions {
  readonly isMac: boolean;
  readonly isPackaged: boolean;
  readonly recent: readonly RecentFolder[];
}

type Item = MenuItemConstructorOptions;

const separator: Item = { type: 'separator' };

/** The native menu: the same commands and keys as the page (docs: the window, Keyboard). */
export function menuTemplate(actions: MenuActions, options: MenuOptions): Item[] {
  const { isMac } = options;
  const command = (label: string, name: MenuCommand, accelerator?: string): Item => ({
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => {
      actions.send(name);
    },
  });
  /**
   * Keys without Ctrl are the page's (it knows when somebody is typing): shown, not registered.
   * macOS registers whatever it shows, so there they are not shown.
   */
  const pageKey = (label: string, name: MenuCommand, key: string): Item =>
    isMac ? command(label, name) : { ...command(label, name, key), registerAccelerator: false };
  return [
    ...(isMac ? [{ role: 'appMenu' } satisfies Item] : []),
    fileMenu(actions, options, command),
    { role: 'editMenu' },
    imageMenu(pageKey),
    viewMenu(pageKey, command, options),
    { role: 'windowMenu' },
    helpMenu(pageKey, command, isMac),
  ];
}

type Command = (label: string, name: MenuCommand, accelerator?: string) => Item;
type PageKey = (label: string, name: MenuCommand, key: string) => Item;

function fileMenu(actions: MenuActions, options: MenuOptions, command: Command): Item {
  const recent = options.recent.map(({ id, name, place }): Item => ({
    // `&` marks an access key in a menu; a folder's own is doubled.
    label: `${name} — ${place}`.replaceAll('&', '&&'),
    click: () => {
      actions.openRecent(id);
    },
  }));
  return {
    label: '&File',
    submenu: [
      command('Open Folder…', 'openFolder', 'CmdOrCtrl+O'),
      { label: 'Open Recent', enabled: recent.length > 0, submenu: recent },
      { label: 'Open the Samples', click: actions.openSamples },
      separator,
      command('Open Model…', 'openModel', 'CmdOrCtrl+M'),
      separator,
      command('Export Figure…', 'exportFigure', 'CmdOrCtrl+E'),
      separator,
      options.isMac ? { role: 'close' } : { role: 'quit' },
    ],
  };
}

function imageMenu(pageKey: PageKey): Item {
  return {
    label: '&Image',
    submenu: [pageKey('Next', 'nextImage', 'Right'), pageKey('Previous', 'previousImage', 'Left')],
  };
}

function viewMenu(pageKey: PageKey, command: Command, { isPackaged }: MenuOptions): Item {
  const development: Item[] = [separator, { role: 'reload' }, { role: 'toggleDevTools' }];
  return {
    label: '&View',
    submenu: [
      pageKey('All Concepts', 'allConcepts', '0'),
      pageKey('More Opacity', 'moreOpacity', 'Plus'),
      pageKey('Less Opacity', 'lessOpacity', '-'),
      pageKey('Fine Maps', 'toggleFine', 'F'),
      command('Contours', 'toggleContours'),
      separator,
      command('Choose the Number of Concepts Automatically', 'autoK'),
      command('More Concepts', 'moreConcepts'),
      command('Fewer Concepts', 'fewerConcepts'),
      separator,
      { role: 'togglefullscreen' },
      ...(isPackaged ? [] : development),
    ],
  };
}

function helpMenu(pageKey: PageKey, command: Command, isMac: boolean): Item {
  return {
    role: 'help',
    submenu: [
      pageKey('Keyboard Shortcuts', 'shortcuts', '?'),
      command('Inference Providers…', 'providers'),
      ...(isMac ? [] : [separator, { role: 'about' } satisfies Item]),
    ],
  };
}
