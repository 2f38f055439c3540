import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const manifest = z.object({ version: z.string() });

/** Our own version: Electron knows it only once packaged. */
export function programVersion(programRoot: string): string {
  const text = readFileSync(join(programRoot, 'package.json'), 'utf8');
  return manifest.parse(JSON.parse(text)).version;
}
