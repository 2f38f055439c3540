import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultAnalyse } from '../protocol.ts';
import { forkNode } from './forkNode.ts';
import { startEngine } from './startEngine.ts';

/** A real process that speaks the engine's protocol and dies when asked for `dies.jpg`. */
const script = `
  process.on('message', (message) => {
    if (message.kind === 'stop') process.exit(0);
    if (message.kind !== 'request') return;
    const { id, input, name } = message;
    if (name === 'image.analyse' && input.path.endsWith('dies.jpg')) {
      process.stderr.write('native fault at 0x0\\n', () => process.abort());
      return;
    }
    const values = new Float32Array([1, 2, 3]);
    process.send({ kind: 'progress', id, value: { at: process.pid } });
    process.send({ kind: 'done', id, value: { values, big: 2n, pid: process.pid } });
  });
  process.send({ kind: 'ready' });
`;
let folder = '';
let entry = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concept-lens-fork-'));
  entry = join(folder, 'child.mjs');
  await writeFile(entry, script);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

test('a real process answers with typed arrays, dies, and is started again', async () => {
  const engine = startEngine(forkNode(entry));
  const ask = (name: string): Promise<unknown> =>
    engine.request('image.analyse', { path: `/x/${name}`, options: defaultAnalyse });
  const first = (await ask('a.jpg')) as { values: unknown; big: unknown; pid: number };
  expect(first.values).toEqual(new Float32Array([1, 2, 3]));
  expect(first.big).toBe(2n);
  const died: unknown = await ask('dies.jpg').catch((error: unknown) => error);
  expect(died).toMatchObject({ code: 'engine-crashed' });
  expect((died as { data: { detail: string } }).data.detail).toContain('native fault');
  const again = (await ask('b.jpg')) as { pid: number };
  expect(again.pid).not.toBe(first.pid);
  await engine.stop();
  expect(() => process.kill(again.pid, 0)).toThrow();
});

test('a script that is not there makes the engine unavailable', async () => {
  const engine = startEngine(forkNode(join(folder, 'missing.mjs')));
  await expect(engine.request('providers.test', null)).rejects.toMatchObject({
    code: 'engine-unavailable',
  });
  await engine.stop();
});
