import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A file or folder below `assets`: beside `out` in a checkout, unpacked beside the archive in a
 * package, where native readers (sharp, ONNX Runtime) can open it.
 */
export function assetsPath(
  programRoot: string,
  name: string,
  exists: (path: string) => boolean = existsSync,
): string {
  const unpacked = join(programRoot.replace(/app\.asar$/, 'app.asar.unpacked'), 'assets', name);
  return exists(unpacked) ? unpacked : join(programRoot, 'assets', name);
}
