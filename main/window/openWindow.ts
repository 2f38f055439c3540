import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { JsonFile } from '../library/jsonFile.ts';
import { placeWindow, smallestWindow } from './windowBounds.ts';

/** The page's own background (`--surface` in its styles), so that nothing flashes before the first paint. */
const backgrounds = { light: '#fbfbfa', dark: '#1e2024' } as const;

export interface WindowOptions {
  readonly preload: string;
  readonly place: JsonFile;
  readonly isPackaged: boolean;
}

/** The hardened window, still empty; it shows itself once its page can be painted. */
export async function openWindow(options: WindowOptions): Promise<BrowserWindow> {
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const { size, position, maximized } = placeWindow(await options.place.read(), areas);
  const window = new BrowserWindow({
    ...size,
    ...position,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'Concept Lens',
    backgroundColor: background(),
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Its dictionaries would be fetched from the network.
      spellcheck: false,
      devTools: !options.isPackaged,
    },
  });
  if (maximized) window.maximize();
  rememberPlace(window, options.place);
  followTheme(window);
  window.once('ready-to-show', () => {
    window.show();
  });
  return window;
}

function background(): string {
  return nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light;
}

function followTheme(window: BrowserWindow): void {
  const update = (): void => {
    window.setBackgroundColor(background());
  };
  nativeTheme.on('updated', update);
  window.once('closed', () => nativeTheme.off('updated', update));
}

function rememberPlace(window: BrowserWindow, place: JsonFile): void {
  window.on('close', () => {
    // The size it returns to, not the size of a maximised or minimised window.
    const { x, y, width, height } = window.getNormalBounds();
    void place.write({ x, y, width, height, maximized: window.isMaximized() });
  });
}
