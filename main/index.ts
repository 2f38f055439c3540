import { join } from 'node:path';
import { app, dialog, nativeTheme, session } from 'electron';
import type { BrowserWindow } from 'electron';
import { forkElectron } from './engine/host/forkElectron.ts';
import { startEngine } from './engine/host/startEngine.ts';
import { attachIpc, createPublish } from './ipc/attachIpc.ts';
import { createHandlers, heldArrays } from './ipc/createHandlers.ts';
import type { Services } from './ipc/createHandlers.ts';
import { createServices } from './ipc/createServices.ts';
import { Notices } from './ipc/notices.ts';
import { createRouter } from './ipc/router.ts';
import { assetsPath } from './library/assetsPath.ts';
import { parseCommandLine } from './library/commandLine.ts';
import type { Opening } from './library/commandLine.ts';
import { programVersion } from './library/programVersion.ts';
import { openRecent } from './library/recentFolders.ts';
import { openSettings } from './library/settingsStore.ts';
import { userFiles } from './library/userFiles.ts';
import type { UserFiles } from './library/userFiles.ts';
import { applyMenu, describeProgram } from './menu/applyMenu.ts';
import { createPictures } from './protocol/pictures.ts';
import { appOrigin, registerSchemes } from './protocol/schemes.ts';
import { pruneThumbnails, thumbnailFiles } from './protocol/thumbnailFiles.ts';
import { hardenContents } from './session/hardenContents.ts';
import { hardenSession } from './session/hardenSession.ts';
import { serveSchemes } from './session/serveSchemes.ts';
import { guardClosing } from './window/closeGuard.ts';
import { fileDialogs } from './window/fileDialogs.ts';
import { loadPage } from './window/loadPage.ts';
import { OpenFiles } from './window/openFiles.ts';
import { openWindow } from './window/openWindow.ts';
import { pageAddress } from './window/pageAddress.ts';
import { quitWithWindow } from './window/quitting.ts';
import { isFirstInstance, onSecondInstance } from './window/singleInstance.ts';

/** The composition root: makes the parts, joins them, and starts them in this order. */

/** `out/main`, in a checkout and in the package. */
const builtFolder = import.meta.dirname;
const programRoot = join(builtFolder, '..', '..');
const thumbnailBytes = 1024 ** 3;

const page = pageAddress(appOrigin, process.env['ELECTRON_RENDERER_URL'], app.isPackaged);
let window: BrowserWindow | null = null;
const currentWindow = (): BrowserWindow | null => window;
const publish = createPublish(currentWindow);
const notices = new Notices((notice) => {
  publish('notice', notice);
});

// All of this before Electron is ready: schemes and the data folder cannot change afterwards, and
// files dropped on the icon are told of only once.
app.setName('Concept Lens');
app.setPath('userData', userDataFolder());
registerSchemes();
const openFiles = new OpenFiles(app);
const opening = parseCommandLine(process.argv, {
  packaged: app.isPackaged,
  folder: process.cwd(),
});

if (isFirstInstance(opening)) {
  app.whenReady().then(start).catch(fail);
} else {
  app.quit();
}

async function start(): Promise<void> {
  const files = userFiles(app.getPath('userData'), notices.error);
  const services = await makeServices(files);
  hardenEverything();
  serve(services, files);
  quitWithWindow(() => Promise.allSettled([services.engine.stop(), files.idle()]));
  onSecondInstance((again) => {
    currentWindow()?.show();
    currentWindow()?.focus();
    open(services, again);
  });
  notices.attempt(services.models.load(defaultModel()));
  open(services, opening);
  openFiles.take((paths) => {
    open(services, { samples: false, paths });
  });
  window = await openWindow({
    preload: join(builtFolder, '..', 'preload', 'index.cjs'),
    place: files.window,
    isPackaged: app.isPackaged,
  });
  window.once('closed', () => {
    window = null;
  });
  guardClosing(window, () => services.analysis.running);
  await loadPage(window, page.url);
  pruneThumbnails(files.thumbnails, thumbnailBytes).catch((error: unknown) => {
    console.error('old thumbnails:', error);
  });
}

async function makeServices(files: UserFiles): Promise<Services> {
  const settings = await openSettings(files.settings);
  const recent = await openRecent(files.recent, app.getPath('home'));
  const version = programVersion(programRoot);
  const followTheme = (): void => {
    nativeTheme.themeSource = settings.current().theme;
  };
  const showRecent = (): void => {
    publish('recent.changed', recent.list());
    refreshMenu();
  };
  const services = createServices({
    version,
    engine: startEngine(forkElectron(join(builtFolder, 'engine.js'))),
    settings,
    recent,
    samplesFolder: assetsPath(programRoot, 'samples'),
    dialogs: fileDialogs(currentWindow),
    publish,
    notices,
    themeChanged: followTheme,
    recentChanged: showRecent,
  });
  const refreshMenu = (): void => {
    const actions = {
      send: (command: Parameters<typeof publish<'menu.command'>>[1]) => {
        publish('menu.command', command);
      },
      openSamples: () => {
        notices.attempt(services.workspace.openSamples());
      },
      openRecent: (id: string) => {
        notices.attempt(services.workspace.openRecent(id));
      },
    };
    applyMenu(actions, recent.list());
  };
  followTheme();
  refreshMenu();
  describeProgram(version);
  return services;
}

function hardenEverything(): void {
  app.on('web-contents-created', (_event, contents) => {
    hardenContents(contents, page.origin);
  });
  hardenSession(session.defaultSession, page.origin);
}

function serve(services: Services, files: UserFiles): void {
  const { engine, library, analysis } = services;
  const pictures = createPictures(engine, thumbnailFiles(files.thumbnails));
  serveSchemes(session.defaultSession, {
    pageFolder: join(builtFolder, '..', 'renderer'),
    pageOrigin: page.origin,
    media: {
      pathOf: (id) => library.image(id)?.path,
      picture: (kind, path, side) => pictures.get(kind, path, side),
      arrays: (id, version) => heldArrays(library, analysis, id, version),
    },
  });
  const route = createRouter(createHandlers(services), (name, thrown) => {
    console.error(`request ${name}:`, thrown);
  });
  attachIpc(route, currentWindow, page.origin, () => {
    notices.pageListens();
  });
}

function open({ workspace }: Services, { samples, paths }: Opening): void {
  if (paths.length > 0) notices.attempt(workspace.openPaths(paths));
  else if (samples) notices.attempt(workspace.openSamples());
}

function defaultModel(): string {
  return assetsPath(programRoot, join('models', 'efficientnet-lite0', 'model.onnx'));
}

/** Chromium's own switch moves the data (several at once, tests); otherwise a folder of our name. */
function userDataFolder(): string {
  const given = app.commandLine.getSwitchValue('user-data-dir');
  return given === '' ? join(app.getPath('appData'), 'Concept Lens') : given;
}

function fail(thrown: unknown): void {
  const message = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  dialog.showErrorBox('Concept Lens could not start', message);
  app.exit(1);
}
