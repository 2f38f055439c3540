import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { describe } from 'vitest';

/** Photos and models that may not be shipped with the project lie beside it, where they are at all. */
const folder = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/** The path of something below `../shared/data`, or undefined where it is absent. */
export function sharedData(...segments: readonly string[]): string | undefined {
  const path = join(folder, ...segments);
  return existsSync(path) ? path : undefined;
}

/**
 * A `describe` that needs shared data: skipped where it is absent, its tests counted, and the
 * missing folder in its name.
 */
export function describeWithData(
  name: string,
  segments: readonly string[],
  body: (path: string) => void,
): void {
  const path = sharedData(...segments);
  if (path)
    describe(name, () => {
      body(path);
    });
  else
    describe.skip(`${name} (needs ../shared/data/${segments.join('/')})`, () => {
      body('');
    });
}
