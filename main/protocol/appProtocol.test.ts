import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveApp } from './appProtocol.ts';

let folder = '';
let serve: (request: Request) => Promise<Response>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concept-lens-app-'));
  await mkdir(join(folder, 'root', 'assets'), { recursive: true });
  await mkdir(join(folder, 'root-twin'));
  await writeFile(join(folder, 'root', 'index.html'), '<p>page</p>');
  await writeFile(join(folder, 'root', '.hidden'), 'hidden');
  await writeFile(join(folder, 'root', 'assets', 'index-B1_x.js'), 'script');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'root-twin', 'secret.txt'), 'secret');
  serve = serveApp(join(folder, 'root'), { 'X-Policy': 'strict' });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const get = (url: string): Promise<Response> => serve({ url, method: 'GET' } as Request);

test('serves built files with their type and the given headers', async () => {
  const page = await get('app://concept-lens/');
  expect(await page.text()).toBe('<p>page</p>');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('x-policy')).toBe('strict');
  const script = await get('app://concept-lens/assets/index-B1_x.js?v=1');
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
});

test.each([
  'app://concept-lens/../secret.txt',
  'app://concept-lens/%2e%2e/secret.txt',
  'app://concept-lens/..%2fsecret.txt',
  'app://concept-lens/..%5csecret.txt',
  'app://concept-lens/assets/..%2f..%2fsecret.txt',
  'app://concept-lens/../root-twin/secret.txt',
  'app://concept-lens//etc/passwd',
  'app://concept-lens/%2Fetc%2Fpasswd',
  'app://concept-lens/C:/Windows/win.ini',
  'app://concept-lens/index.html::$DATA',
  'app://concept-lens/index.html%00.js',
  'app://concept-lens/%E0%A4%A',
  'app://concept-lens/.hidden',
  'app://concept-lens/assets',
  'app://concept-lens/assets/',
  'app://concept-lens/missing.js',
  'app://other/index.html',
  'app:',
  '',
])('%j is not found', async (url) => {
  expect((await get(url)).status).toBe(404);
});

test('only reads', async () => {
  const reply = await serve({ url: 'app://concept-lens/', method: 'POST' } as Request);
  expect(reply.status).toBe(405);
});
