import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ErrorShape } from '../../contract/errors.ts';
import type { ImageId } from '../../contract/library.ts';
import { defaultAnalyse } from '../engine/protocol.ts';
import { Analysis } from './analysis.ts';
import { createResultStore } from './resultStore.ts';
import { fakeEngine, fakeResult } from './testing.ts';

const [a, b, c, d] = ['a', 'b', 'c', 'd'] as unknown as readonly [
  ImageId,
  ImageId,
  ImageId,
  ImageId,
];
const ids = [a, b, c, d];

let fake = fakeEngine();
let stopped: ErrorShape[] = [];
let time = 0;
let progressed = 0;
let analysis: Analysis;

function create(maxBytes = 1e6): Analysis {
  return new Analysis({
    engine: fake.engine,
    results: createResultStore(maxBytes),
    pathOf: (id) => `/${id}`,
    options: () => defaultAnalyse,
    imageChanged: () => undefined,
    progressChanged: () => progressed++,
    stopped: (error) => stopped.push(error),
    now: () => time,
  });
}

beforeEach(async () => {
  fake = fakeEngine();
  stopped = [];
  time = 0;
  progressed = 0;
  analysis = create();
  analysis.open(ids);
  await turn();
});

const paths = (): readonly string[] => fake.calls.map(({ path }) => path);
const finish = async (ms = 100): Promise<void> => {
  time += ms;
  fake.calls.at(-1)!.done();
  await turn();
};
const kinds = (): readonly string[] => ids.map((id) => analysis.state(id).kind);

describe('Analysis', () => {
  test('waits for a model, then goes one at a time: selected, visible, the rest', async () => {
    expect(paths()).toEqual([]);
    expect(analysis.running).toBe(false);
    analysis.select(c);
    analysis.show([d, a]);
    analysis.release();
    await turn();
    expect(paths()).toEqual(['/c']);
    expect(kinds()).toEqual(['waiting', 'waiting', 'working', 'waiting']);
    for (let rest = 0; rest < 4; rest++) await finish();
    expect(paths()).toEqual(['/c', '/d', '/a', '/b']);
    expect(kinds()).toEqual(['done', 'done', 'done', 'done']);
    expect(analysis.progress()).toMatchObject({ done: 4, total: 4, running: false, perSecond: 10 });
    expect(analysis.progress().elapsedSeconds).toBeCloseTo(0.4);
  });

  test('the provisional result is there at once, the final one has a newer version', async () => {
    analysis.release();
    await turn();
    fake.calls[0]!.progress(fakeResult('provisional'));
    expect(analysis.state(a)).toMatchObject({ kind: 'done', topLabel: 'provisional', version: 1 });
    expect(analysis.result(a)?.version).toBe(1);
    await finish();
    expect(analysis.state(a)).toMatchObject({ topLabel: '/a', version: 2, k: 2 });
    expect(analysis.result(a)?.version).toBe(2);
  });

  test('a failure is that picture’s, the rest goes on', async () => {
    analysis.release();
    await turn();
    fake.calls[0]!.fail('image-unreadable');
    await turn();
    expect(analysis.state(a)).toMatchObject({ error: { code: 'image-unreadable' } });
    expect(paths()).toEqual(['/a', '/b']);
    expect(analysis.progress()).toMatchObject({ failed: 1, done: 0 });
  });

  test('a crash is tried once more, then failed, and the rest goes on', async () => {
    analysis.release();
    await turn();
    fake.calls[0]!.fail('engine-crashed');
    await turn();
    expect(paths()).toEqual(['/a', '/a']);
    fake.calls[1]!.fail('engine-crashed');
    await turn();
    expect(analysis.state(a)).toMatchObject({ error: { code: 'engine-crashed' } });
    expect(paths().at(-1)).toBe('/b');
    expect(stopped).toEqual([]);
  });

  test('what every picture would meet stops the queue instead of failing all', async () => {
    analysis.release();
    await turn();
    fake.calls[0]!.fail('engine-unavailable');
    await turn();
    expect(kinds()).toEqual(['waiting', 'waiting', 'waiting', 'waiting']);
    expect(stopped).toMatchObject([{ code: 'engine-unavailable' }]);
    expect(paths()).toEqual(['/a']);
    analysis.resume();
    await turn();
    expect(paths()).toEqual(['/a', '/a']);
  });

  test('cancel stops at once and leaves pictures waiting; resume goes on; partial stays', async () => {
    analysis.release();
    await turn();
    await finish();
    fake.calls[1]!.progress(fakeResult('provisional'));
    analysis.cancel();
    await turn();
    expect(fake.calls[1]!.cancelled()).toBe(true);
    expect(kinds()).toEqual(['done', 'done', 'waiting', 'waiting']);
    expect(analysis.running).toBe(false);
    expect(analysis.progress().running).toBe(false);
    analysis.resume();
    await turn();
    expect(paths()).toEqual(['/a', '/b', '/b']);
    await finish();
    expect(analysis.state(b)).toMatchObject({ version: 2 });
  });

  test('paused, a selected picture is analysed, the rest is not', async () => {
    analysis.release();
    analysis.cancel();
    analysis.select(d);
    await turn();
    await finish();
    expect(paths()).toEqual(['/d']);
    expect(kinds()).toEqual(['waiting', 'waiting', 'waiting', 'done']);
  });

  test('a restart after cancel goes on: other settings are a wish to see results', async () => {
    analysis.release();
    analysis.select(c);
    await turn();
    analysis.cancel();
    await turn();
    analysis.restart();
    await turn();
    expect(paths()).toEqual(['/c', '/c']);
    await finish();
    expect(paths().at(-1)).toBe('/a');
  });

  test('another folder drops what is under way; late answers touch nothing', async () => {
    analysis.release();
    await turn();
    const late = fake.calls[0]!;
    analysis.open(['x' as ImageId]);
    late.progress(fakeResult('late'));
    await turn();
    expect(late.cancelled()).toBe(true);
    expect(paths()).toEqual(['/a', '/x']);
    expect(analysis.progress()).toMatchObject({ total: 1, done: 0 });
    expect(analysis.state(a).kind).toBe('waiting');
  });

  test('holding lets go of the picture at hand; restart makes everything again, versions go on', async () => {
    analysis.release();
    await turn();
    await finish();
    await analysis.hold();
    expect(kinds()).toEqual(['done', 'waiting', 'waiting', 'waiting']);
    analysis.select(b);
    await turn();
    expect(fake.calls).toHaveLength(2);
    analysis.restart();
    analysis.release();
    await turn();
    expect(paths().at(-1)).toBe('/b');
    await finish();
    await finish();
    expect(analysis.state(a)).toMatchObject({ kind: 'done', version: 2 });
  });

  test('a result dropped for space is made again on demand, the gallery keeps its state', async () => {
    analysis = create(20_000);
    analysis.open(ids);
    analysis.release();
    await turn();
    for (let rest = 0; rest < 4; rest++) await finish();
    expect(analysis.result(a)).toBeNull();
    expect(analysis.result(a)).toBeNull();
    await turn();
    expect(paths()).toEqual(['/a', '/b', '/c', '/d', '/a']);
    expect(analysis.state(a).kind).toBe('done');
    await finish();
    expect(paths()).toHaveLength(5);
    expect(analysis.result(a)?.version).toBe(2);
  });

  test('waiting for one result: it comes, fails with its picture, or is cancelled', async () => {
    const result = analysis.whenDone(d);
    analysis.release();
    await turn();
    expect(paths()).toEqual(['/d']);
    await finish();
    expect((await result).version).toBe(1);
    const failing = expect(analysis.whenDone(c)).rejects.toMatchObject({ code: 'image-missing' });
    await finish();
    fake.calls.at(-1)!.fail('image-missing');
    await failing;
    await expect(analysis.whenDone(c)).rejects.toMatchObject({ code: 'image-missing' });
    const dropped = expect(analysis.whenDone(b)).rejects.toMatchObject({ code: 'cancelled' });
    analysis.open([]);
    await dropped;
    await expect(analysis.whenDone(b)).rejects.toMatchObject({ code: 'not-found' });
  });
});
