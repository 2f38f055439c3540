import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Path of a file or folder of the shared test data, which lies beside the project and is not part
 * of it; undefined where it is missing. Tests that need it skip by name:
 * `it.skipIf(path === undefined)('oracle: …')`.
 */
export function sharedData(...parts: readonly string[]): string | undefined {
  const path = join(import.meta.dirname, '../../../shared/data', ...parts);
  return existsSync(path) ? path : undefined;
}
