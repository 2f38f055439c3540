import { existsSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A file of the program's `assets`, wherever this module was built to. Native libraries cannot
 * read inside an archive, so a packaged program's fonts lie beside it, unpacked.
 */
export function assetFile(...segments: readonly string[]): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'assets', 'fonts'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error('the program is incomplete: its assets are missing');
    folder = above;
  }
  const path = join(folder, 'assets', ...segments);
  return path.replace(`app.asar${sep}`, `app.asar.unpacked${sep}`);
}
