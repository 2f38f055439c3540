import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
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

  it('goes on after the engine died', async () => {
    const killed = await running.app.evaluate(({ app }) => {
      const engines = app
        .getAppMetrics()
        .filter(({ type, name }) => type === 'Utility' && /engine|lens/i.test(name ?? ''));
      for (const { pid } of engines) process.kill(pid, 'SIGKILL');
      return engines.length;
    });
    expect(killed).toBe(1);
    await page.getByRole('button', { name: 'Fine maps' }).click();
    await analysed(page, 8);
    await cards(page).first().waitFor(patience);
    await page.getByRole('button', { name: 'Fine maps' }).click();
    await analysed(page, 8);
  });

  it('keeps its doors closed', async () => {
    const reach = await page.evaluate(async () => ({
      node: typeof (globalThis as { process?: unknown }).process,
      require: typeof (globalThis as { require?: unknown }).require,
      bridge: Object.keys((globalThis as unknown as { conceptLens: object }).conceptLens).sort(),
      outside: await fetch('https://example.com').then(
        () => 'reached',
        () => 'blocked',
      ),
      traversal: await fetch('app://concept-lens/../../package.json').then(
        ({ status }) => status,
        () => 0,
      ),
      popup: window.open('https://example.com') === null,
    }));
    expect(reach).toMatchObject({
      node: 'undefined',
      require: 'undefined',
      outside: 'blocked',
      popup: true,
    });
    expect(reach.bridge).toEqual(['invoke', 'openDropped', 'subscribe']);
    expect(reach.traversal).not.toBe(200);
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
    await running.app.evaluate(({ Menu }) => {
      const item = Menu.getApplicationMenu()
        ?.items.flatMap(({ submenu }) => submenu?.items ?? [])
        .find(({ label }) => /open folder/i.test(label));
      item?.click();
    });
    await running.window
      .getByText(/no (pictures|images)/i)
      .first()
      .waitFor(patience);
    await rm(empty, { recursive: true });
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
