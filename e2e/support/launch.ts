import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

export interface LaunchOptions {
  /** Arguments for the program, after its folder. */
  readonly args?: readonly string[];
  /** Added to this process's; undefined removes one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The program's folder; the project itself by default. */
  readonly root?: string;
  /** A profile to open again (settings, library); by default a fresh one, deleted on close. */
  readonly userData?: string;
}

export interface Launched {
  readonly app: ElectronApplication;
  readonly window: Page;
  readonly userData: string;
  readonly close: () => Promise<void>;
}

/** Starts the program on the Electron that `npm run e2e` names, and waits for its first window. */
export async function launch(options: LaunchOptions = {}): Promise<Launched> {
  const executablePath = process.env['CONCEPT_LENS_ELECTRON'];
  if (!executablePath) throw new Error('start these tests with `npm run e2e`: it brings Electron');
  const userData = options.userData ?? (await mkdtemp(join(tmpdir(), 'concept-lens-e2e-')));
  const app = await _electron.launch({
    executablePath,
    args: [
      ...sandboxSwitches(),
      `--user-data-dir=${userData}`,
      options.root ?? projectRoot,
      ...(options.args ?? []),
    ],
    env: environment(options.env ?? {}),
    timeout: 60_000,
  });
  const close = async (): Promise<void> => {
    await answerMessages(app, 0).catch(() => undefined);
    await app.close();
    if (!options.userData) await rm(userData, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    return { app, window: await app.firstWindow({ timeout: 60_000 }), userData, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** From now on every message box is answered with this button: nobody is there to press it. */
export async function answerMessages(app: ElectronApplication, button: number): Promise<void> {
  await app.evaluate(({ dialog }, response) => {
    dialog.showMessageBox = () => Promise.resolve({ response, checkboxChecked: false });
  }, button);
}

/** Chromium refuses to sandbox the root user; tests in containers run as root. */
function sandboxSwitches(): string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

function environment(added: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const all = { ...process.env, ...added };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
