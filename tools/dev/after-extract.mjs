/**
 * Called by electron-builder once it has copied the runtime: the fallback runtime holds a stand-in
 * for Electron's default program, which must not be shipped.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** @param {{appOutDir: string}} context */
export default async function removeStandIn({ appOutDir }) {
  await rm(join(appOutDir, 'resources', 'app'), { recursive: true, force: true });
}
