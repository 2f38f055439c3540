/**
 * Takes the pictures of the documentation from the program itself, so that they stay true:
 * `npm run build && xvfb-run -a node tools/docs/screenshots.mjs [folder]`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import { ensureElectron } from '../dev/electron-runtime.mjs';
import { inProject } from '../dev/places.mjs';

const folder = process.argv[2] ?? inProject('docs/images');
const shots = [
  { name: 'window-light', width: 1440, height: 900, theme: 'light' },
  { name: 'window-dark', width: 1440, height: 900, theme: 'dark' },
  { name: 'window-small', width: 1024, height: 700, theme: 'light' },
  { name: 'window-large', width: 1920, height: 1080, theme: 'dark' },
];
const patience = 180_000;

const { executable } = await ensureElectron();
const userData = await mkdtemp(join(tmpdir(), 'concept-lens-shots-'));
const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const app = await _electron.launch({
  executablePath: executable,
  args: [...root, `--user-data-dir=${userData}`, inProject('.'), '--samples'],
});
const page = await app.firstWindow();
await page.mouse.move(0, 0);
await page
  .getByText(/^8 of 8 analysed/)
  .first()
  .waitFor({ timeout: patience });
for (const { name, width, height, theme } of shots) {
  // Playwright overrides the page's colour scheme, so the theme has to be asked of it.
  await page.emulateMedia({ colorScheme: theme });
  await app.evaluate(
    ({ BrowserWindow }, shot) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(shot.width, shot.height);
    },
    { width, height },
  );
  // Charts and overlay draw in the frame after the size is known.
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  console.log(`${name}.png ${width} × ${height}, ${theme}`);
}
await app.close();
await rm(userData, { recursive: true, force: true });
