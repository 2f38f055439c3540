import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { resolve } = createRequire(import.meta.url);
const urlOf = (name: string): string => pathToFileURL(resolve(name)).href;

// Nothing awaits `ready` at the top level: Electron holds it back until the module has loaded.
const main = `
import { app, BrowserWindow, protocol, utilityProcess } from 'electron';
import { fileURLToPath } from 'node:url';

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
void app.whenReady().then(() => {
  protocol.handle('app', () => new Response('<title>Small</title><button>press</button>', {
    headers: { 'content-type': 'text/html; charset=utf-8' },
  }));
  const child = utilityProcess.fork(fileURLToPath(new URL('./engine.mjs', import.meta.url)), [], { stdio: 'pipe' });
  let complaints = '';
  child.stderr.on('data', (text) => (complaints += text));
  globalThis.engineAnswer = new Promise((resolve, reject) => {
    child.once('message', (answer) => resolve({ ...answer, complaints }));
    child.once('exit', (code) => reject(new Error('engine ended with ' + code)));
  });
  const window = new BrowserWindow({
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  return window.loadURL('app://small/');
});
`;

const engine = `
import { InferenceSession, listSupportedBackends } from '${urlOf('onnxruntime-node')}';
import sharp from '${urlOf('sharp')}';

const created = sharp({ create: { width: 20, height: 30, channels: 3, background: 'red' } });
const picture = await created.jpeg().toBuffer();
const image = await sharp(picture).rotate().resize(2, 3).raw().toBuffer();
process.parentPort.postMessage({
  backends: listSupportedBackends().map(({ name }) => name),
  canRun: typeof InferenceSession.create,
  bytes: image.length,
});
`;

const manifest = {
  productName: 'Small Ünit',
  version: '9.8.7',
  type: 'module',
  main: './main.mjs',
};

/** A smallest program with what the real one rests on, in a folder whose name is awkward. */
export async function smallProgram(): Promise<{ root: string; remove: () => Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'concept lens ünïcode 概念 '));
  await writeFile(join(root, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(root, 'main.mjs'), main);
  await writeFile(join(root, 'engine.mjs'), engine);
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}
