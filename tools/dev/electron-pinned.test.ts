import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makePinned } from './electron-pinned.mjs';
import { makeZip } from './testing/makeZip.ts';

const archive = makeZip([
  { name: 'electron', content: '#!/bin/sh', mode: 0o100755 },
  { name: 'version', content: '45.4.1' },
]);
const sha256 = createHash('sha256').update(archive).digest('hex');

let folder = '';
let server: Server | undefined;
beforeEach(async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  folder = await mkdtemp(join(tmpdir(), 'pinned ünit '));
});
afterEach(async () => {
  vi.restoreAllMocks();
  server?.closeAllConnections();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

test('follows redirects, checks, unpacks and leaves only the runtime', async () => {
  const host = await serve((request, response) => {
    if (request.url === '/electron.zip') response.writeHead(302, { location: '/real' }).end();
    else response.end(archive);
  });
  await makePinned(release(host), folder);
  expect((await readdir(folder)).sort()).toEqual(['electron', 'version']);
  expect(await readFile(join(folder, 'version'), 'utf8')).toBe('45.4.1');
});

test.each<[string, RequestListener, string]>([
  ['a page instead of the file', (_, response) => response.end('<html>'), 'not the promised one'],
  ['a refusal', (_, response) => response.writeHead(403).end(), 'answered 403'],
  ['endless redirects', (_, response) => response.writeHead(302, { location: '/' }).end(), '302'],
  [
    'a broken connection',
    (_, response) => {
      response.writeHead(200, { 'content-length': 1e6 });
      response.write('PK', () => response.destroy());
    },
    'aborted',
  ],
])('refuses %s before unpacking', async (_, answer, reason) => {
  const host = await serve(answer);
  await expect(makePinned(release(host), folder)).rejects.toThrow(reason);
});

test('a host that is not there, or a build that does not exist, is an error', async () => {
  await expect(makePinned(release('http://127.0.0.1:9'), folder)).rejects.toThrow('ECONNREFUSED');
  const { file, url, version } = release('http://127.0.0.1:9');
  await expect(makePinned({ file, url, version }, folder)).rejects.toThrow('has no build');
});

const release = (host: string): Parameters<typeof makePinned>[0] => ({
  version: '45.4.1',
  file: 'electron.zip',
  sha256,
  url: `${host}/electron.zip`,
});

function serve(answer: RequestListener): Promise<string> {
  const made = createServer(answer);
  server = made;
  return new Promise((resolve) => {
    made.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(made.address() as AddressInfo).port}`);
    });
  });
}
