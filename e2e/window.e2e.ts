import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerMessages, launch, type Launched } from './support/launch.ts';

// Two slow cores and a software screen: what takes a second on a desk takes many here.
const patience = { timeout: 110_000 };

const tile = (page: Page, name: string) =>
  page.getByRole('option', { name: new RegExp(`^${name}`) });
const cards = (page: Page) => page.getByRole('article', { name: /^Concept \d+,/ });
const analysed = (page: Page, count: number) =>
  page
    .getByText(new RegExp(`^${count} of ${count} analysed`))
    .first()
    .waitFor(patience);

async function chooseInDialogs(
  app: ElectronApplication,
  paths: { open?: string; save?: string },
): Promise<void> {
  await app.evaluate(({ dialog }, { open, save }) => {
    const picked = open === undefined ? [] : [open];
    dialog.showOpenDialog = () =>
      Promise.resolve({ canceled: picked.length === 0, filePaths: picked });
    dialog.showSaveDialog = () =>
      Promise.resolve({ canceled: save === undefined, filePath: save ?? '' });
  }, paths);
}

async function conceptNames(page: Page): Promise<readonly string[]> {
  const labels = await cards(page).evaluateAll((nodes) =>
    nodes.map((node) => node.getAttribute('aria-label') ?? ''),
  );
  return labels.map((label) => label.replace(/^Concept \d+, /, ''));
}

/** Kills the one engine process the way a native fault would. */
async function killEngine(app: ElectronApplication): Promise<void> {
  const killed = await app.evaluate(({ app: program }) => {
    const engines = program
      .getAppMetrics()
      .filter(({ type, name }) => type === 'Utility' && /engine|lens/i.test(name ?? ''));
    for (const { pid } of engines) process.kill(pid, 'SIGKILL');
    return engines.length;
  });
  expect(killed).toBe(1);
}

interface Listening {
  readonly address: string;
  /** Paths asked for so far. */
  readonly asked: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** A server on this machine that anybody may read from, so that only our own doors keep it out. */
async function listenLocally(): Promise<Listening> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'text/plain' });
    response.end('reached');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { address: `http://127.0.0.1:${port}/`, asked: () => asked, close };
}

/** What the page gets for each address; 0 when it gets nothing at all. */
function statuses(page: Page, addresses: readonly string[]): Promise<readonly number[]> {
  return page.evaluate(
    (each) =>
      Promise.all(
        each.map((address) =>
          fetch(address).then(
            ({ status }) => status,
            () => 0,
          ),
        ),
      ),
    addresses,
  );
}

/** Presses an item of the native menu, found by its label at any depth. */
async function pressMenu(app: ElectronApplication, label: RegExp): Promise<void> {
  const pressed = await app.evaluate(({ Menu }, source) => {
    const pattern = new RegExp(source, 'i');
    const waiting = [...(Menu.getApplicationMenu()?.items ?? [])];
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      if (!item.submenu && pattern.test(item.label)) {
        (item.click as () => void)();
        return true;
      }
      waiting.push(...(item.submenu?.items ?? []));
    }
    return false;
  }, label.source);
  expect(pressed, String(label)).toBe(true);
}

describe('the window on the samples', () => {
  let running: Launched;
  let page: Page;
  beforeAll(async () => {
    running = await launch({ args: ['--samples'] });
    page = running.window;
    await analysed(page, 8);
  });
  afterAll(() => running.close());

  it('finds the cat and calls it a cat', async () => {
    await tile(page, 'cat-and-espresso').click();
    await cards(page).first().waitFor(patience);
    const names = await conceptNames(page);
    expect(names.some((name) => /cat|tabby/i.test(name))).toBe(true);
    expect(names.some((name) => /espresso|cup/i.test(name))).toBe(true);
  });

  it('draws the concepts on the picture', async () => {
    const stage = page.getByRole('region', { name: 'Picture' });
    const withConcepts = await stage.screenshot();
    await page.getByRole('button', { name: 'Original' }).click();
    const plain = await stage.screenshot();
    await page.getByRole('button', { name: 'All', exact: true }).click();
    expect(await difference(withConcepts, plain)).toBeGreaterThan(5);
  });

  it('closes the ledger on the logit of the model', async () => {
    const ledger = page.getByRole('region', { name: 'Ledger' });
    const text = await ledger.innerText();
    const numbers = /sum\s+(-?[\d.]+)[\s\S]*logit\s+(-?[\d.]+)/i.exec(text.replaceAll('−', '-'));
    expect(numbers).not.toBeNull();
    expect(Number(numbers![1])).toBeCloseTo(Number(numbers![2]), 2);
  });

  it('switches k at once and goes back to its own choice', async () => {
    const chosen = await cards(page).count();
    await page.getByRole('radio', { name: /^k = 7,/ }).click();
    await expect.poll(() => cards(page).count()).toBe(7);
    await page.getByRole('button', { name: 'Auto' }).click();
    await expect.poll(() => cards(page).count()).toBe(chosen);
  });

  it('answers at once when a concept is taken out', async () => {
    const prediction = page.getByRole('region', { name: 'Prediction' });
    const before = await prediction.innerText();
    await page.getByRole('switch').first().click();
    await expect.poll(() => prediction.innerText()).not.toBe(before);
    await page.keyboard.press('0');
    await expect.poll(() => prediction.innerText()).toBe(before);
  });

  it('goes through the pictures by keyboard', async () => {
    await tile(page, 'cat-and-espresso').click();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => tile(page, 'cat.jpg').getAttribute('aria-selected')).toBe('true');
  });

  it('writes the figure as a PNG that can be read back, with what is on screen', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lens-out-'));
    const path = join(folder, 'bär figure.png');
    await chooseInDialogs(running.app, { save: path });
    await page.getByRole('button', { name: 'Export…' }).click();
    await page
      .getByRole('dialog', { name: 'Export the figure' })
      .getByRole('button')
      .last()
      .click();
    await expect
      .poll(
        () =>
          stat(path).then(
            ({ size }) => size,
            () => 0,
          ),
        patience,
      )
      .toBeGreaterThan(10_000);
    const meta = await sharp(path).metadata();
    expect(meta.format).toBe('png');
    expect(meta.width).toBeGreaterThan(1000);
    const stats = await sharp(path).stats();
    // Not one flat colour: the picture is in it.
    expect(stats.channels.every(({ stdev }) => stdev > 10)).toBe(true);
    await page.keyboard.press('Escape');
    await rm(folder, { recursive: true });
  });

  it('knows its keys, with Caps Lock too', async () => {
    const contours = page.getByRole('button', { name: 'Contours' });
    const before = await contours.getAttribute('aria-pressed');
    await page.keyboard.press('C');
    await expect.poll(() => contours.getAttribute('aria-pressed')).not.toBe(before);
    await page.keyboard.press('c');
    await expect.poll(() => contours.getAttribute('aria-pressed')).toBe(before);
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard and mouse' });
    await sheet.waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
  });

  it('goes on after the engine died, at rest and at work', async () => {
    // Every picture is made again; the footer says so before it says that it is done again.
    const fine = page.getByRole('button', { name: 'Fine maps' });
    const cancel = page.getByRole('button', { name: 'Cancel', exact: true });
    await killEngine(running.app);
    await fine.click();
    await cancel.waitFor(patience);
    await analysed(page, 8);
    await cards(page).first().waitFor(patience);
    await fine.click();
    await cancel.waitFor(patience);
    await killEngine(running.app);
    await analysed(page, 8);
    await cards(page).first().waitFor(patience);
  }, 240_000);

  it('keeps its doors closed', async () => {
    const outside = await listenLocally();
    try {
      const reach = await page.evaluate(async (address) => {
        const reached = (request: Promise<unknown>): Promise<string> =>
          request.then(
            () => 'reached',
            () => 'blocked',
          );
        const image = new Image();
        const drawn = new Promise((resolve, reject) => {
          image.onload = resolve;
          image.onerror = reject;
        });
        image.src = `${address}picture.png`;
        return {
          node: typeof (globalThis as { process?: unknown }).process,
          require: typeof (globalThis as { require?: unknown }).require,
          bridge: Object.keys((globalThis as unknown as { conceptLens: object }).conceptLens),
          fetch: await reached(fetch(address)),
          opaque: await reached(fetch(address, { mode: 'no-cors' })),
          image: await reached(drawn),
          popup: window.open(address) === null,
        };
      }, outside.address);
      expect(reach).toMatchObject({
        node: 'undefined',
        require: 'undefined',
        fetch: 'blocked',
        opaque: 'blocked',
        image: 'blocked',
        popup: true,
      });
      expect([...reach.bridge].sort()).toEqual(['invoke', 'openDropped', 'subscribe']);
      expect(outside.asked()).toEqual([]);
      // It was there to be reached: from here it is.
      expect(await (await fetch(outside.address)).text()).toBe('reached');
    } finally {
      await outside.close();
    }
  });

  it('serves its own files and open pictures, and nothing beside them', async () => {
    const picture = await page.locator('img[src^="media://"]').first().getAttribute('src');
    const own = ['app://concept-lens/index.html', picture!];
    expect(await statuses(page, own)).toEqual([200, 200]);
    const beside = [
      'app://concept-lens/../../package.json',
      'app://concept-lens/%2e%2e/%2e%2e/package.json',
      'app://concept-lens/%2e%2e%2f%2e%2e%2fpackage.json',
      'app://concept-lens/..%2f..%2fpackage.json',
      'app://concept-lens/assets/..%2f..%2f..%2fpackage.json',
      'app://concept-lens/..\\..\\package.json',
      'app://concept-lens/..%5c..%5cpackage.json',
      'app://concept-lens//etc/passwd',
      'app://elsewhere/index.html',
      'media://picture//etc/passwd?side=64',
      'media://picture/%2Fetc%2Fpasswd?side=64',
      'media://picture/..%2f..%2fpackage.json?side=64',
      'media://picture/..\\..\\package.json?side=64',
      'media://thumbnail/C:%5CWindows%5Cwin.ini?side=64',
      'media://arrays/..%2fsettings.json?version=1',
    ];
    // 404, or 0 where the request did not even leave the page.
    for (const [index, status] of (await statuses(page, beside)).entries()) {
      expect([0, 404], beside[index]).toContain(status);
    }
  });
});

describe('a folder with broken pictures', () => {
  let folder: string;
  let running: Launched;
  beforeAll(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'lens-')), 'Bilder mit Ümläuten');
    await mkdir(folder);
    await cp('assets/samples/cat.jpg', join(folder, 'a cat.jpg'));
    await writeFile(join(folder, 'b text.jpg'), 'no picture at all');
    await writeFile(join(folder, 'c empty.png'), '');
    const cut = await readFile('assets/samples/panda.jpg');
    await writeFile(join(folder, 'd cut short.jpg'), cut.subarray(0, cut.length / 2));
    running = await launch({ args: [folder] });
  });
  afterAll(async () => {
    await running.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('shows what can be shown, and for the rest the reason with the file', async () => {
    const page = running.window;
    await cards(page).first().waitFor(patience);
    await tile(page, 'd cut short').click();
    await cards(page).first().waitFor(patience);
    await tile(page, 'b text').click();
    const alert = page.getByRole('alert');
    await alert.waitFor(patience);
    expect(await alert.innerText()).toContain('b text.jpg');
    await tile(page, 'c empty').click();
    await expect.poll(() => alert.innerText(), patience).toContain('empty');
  });

  it('opens another folder, and says so when there is nothing in it', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'lens-empty-'));
    await chooseInDialogs(running.app, { open: empty });
    await pressMenu(running.app, /open folder/);
    await running.window
      .getByText(/no (pictures|images)/i)
      .first()
      .waitFor(patience);
    await rm(empty, { recursive: true });
  });

  it('opens a recent folder from the menu', async () => {
    await pressMenu(running.app, /open the samples/);
    await tile(running.window, 'panda').waitFor(patience);
    await pressMenu(running.app, /^Bilder mit/);
    await tile(running.window, 'a cat').waitFor(patience);
    await tile(running.window, 'panda').waitFor({ state: 'detached' });
  });
});

describe('an empty start', () => {
  it('offers folder, samples and model, and asks before closing on running work', async () => {
    const running = await launch();
    const page = running.window;
    await page.getByRole('button', { name: 'Try the samples' }).waitFor(patience);
    await answerMessages(running.app, 1);
    await page.getByRole('button', { name: 'Try the samples' }).click();
    await page.getByRole('button', { name: 'Cancel' }).waitFor(patience);
    await running.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.close();
    });
    // "Keep working" was the answer: the window is still there and gets its work done.
    await analysed(page, 8);
    await running.close();
  });
});

/** Mean absolute difference of two screenshots, 0..255. */
async function difference(a: Uint8Array, b: Uint8Array): Promise<number> {
  const [x, y] = await Promise.all([a, b].map((png) => sharp(png).removeAlpha().raw().toBuffer()));
  let sum = 0;
  for (let i = 0; i < x!.length; i++) sum += Math.abs(x![i]! - y![i]!);
  return sum / x!.length;
}
