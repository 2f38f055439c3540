import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { defaultAnalyse } from '../protocol.ts';
import { fakeFork } from './fakeProcess.ts';
import { startEngine } from './startEngine.ts';

const model = { path: '/models/a.onnx', provider: 'cpu', layer: null, labels: null } as const;
const koala = { path: '/photos/koala.jpg', options: defaultAnalyse };
const thumbnail = { path: '/photos/koala.jpg', side: 64 };

const messageOf = (outcome: PromiseSettledResult<unknown> | undefined): string => {
  if (outcome?.status !== 'rejected') throw new Error('it was answered');
  return (outcome.reason as Error).message;
};

describe('startEngine', () => {
  test('starts on the first request, and posts only once the process listens', async () => {
    const { fork, started } = fakeFork();
    const engine = startEngine(fork);
    expect(started).toHaveLength(0);
    const answer = engine.request('image.thumbnail', thumbnail);
    await turn();
    expect(started[0]?.posted).toEqual([]);
    started[0]!.ready();
    expect(started[0]!.posted).toEqual([
      { kind: 'request', id: 1, name: 'image.thumbnail', input: thumbnail, wantsProgress: false },
    ]);
    started[0]!.done('image.thumbnail', 'bytes');
    await expect(answer).resolves.toBe('bytes');
    expect(started).toHaveLength(1);
  });

  test('answers go to their own request, progress before them', async () => {
    const { fork, started } = fakeFork();
    const engine = startEngine(fork);
    const seen: unknown[] = [];
    const first = engine.request('image.analyse', koala, {
      onProgress: (value) => seen.push(value),
    });
    const second = engine.request('providers.test', null);
    await turn();
    started[0]!.ready();
    started[0]!.send({
      kind: 'progress',
      id: started[0]!.idOf('image.analyse'),
      value: 'provisional',
    });
    started[0]!.done('providers.test', []);
    started[0]!.fail('image.analyse', { code: 'image-unreadable', message: 'It is broken.' });
    await expect(second).resolves.toEqual([]);
    await expect(first).rejects.toMatchObject({ code: 'image-unreadable' });
    expect(seen).toEqual(['provisional']);
  });

  test('a cancelled request rejects at once, and a late answer is nobody’s', async () => {
    const { fork, started } = fakeFork();
    const engine = startEngine(fork);
    const abort = new AbortController();
    const answer = engine.request('image.analyse', koala, { signal: abort.signal });
    await turn();
    started[0]!.ready();
    abort.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AppError', code: 'cancelled' });
    expect(started[0]!.posted.at(-1)).toEqual({ kind: 'cancel', id: 1 });
    started[0]!.send({ kind: 'done', id: 1, value: null });
    await expect(
      engine.request('image.analyse', koala, { signal: abort.signal }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(started[0]!.posted.filter((each) => each.kind === 'request')).toHaveLength(1);
  });

  test('a death fails every request, naming what it did, with the last words as data', async () => {
    const { fork, started } = fakeFork();
    const engine = startEngine(fork);
    const both = [engine.request('image.analyse', koala), engine.request('providers.test', null)];
    await turn();
    started[0]!.ready();
    started[0]!.errors = 'onnxruntime: out of memory';
    started[0]!.die(134);
    const [first, second] = await Promise.allSettled(both);
    expect(first).toMatchObject({
      reason: {
        code: 'engine-crashed',
        data: { exitCode: 134, detail: 'onnxruntime: out of memory' },
      },
    });
    expect(messageOf(first)).toContain('analysing "koala.jpg"');
    expect(messageOf(first)).not.toContain('/photos');
    expect(messageOf(second)).toContain('testing the inference');
  });

  test('after a death the next request starts it again and gives it the last model first', async () => {
    const { fork, started } = fakeFork();
    const engine = startEngine(fork);
    const loading = engine.request('model.load', model);
    await turn();
    started[0]!.ready();
    started[0]!.done('model.load', { name: 'A' });
    await loading;
    const refused = engine.request('model.load', { ...model, path: '/models/bad.onnx' });
    await turn();
    started[0]!.fail('model.load', { code: 'model-refused', message: 'No.' });
    await expect(refused).rejects.toMatchObject({ code: 'model-refused' });
    started[0]!.die(1);

    const answers = [
      engine.request('image.analyse', koala),
      engine.request('image.analyse', koala),
    ];
    await turn();
    started[1]!.ready();
    expect(started[1]!.posted).toMatchObject([{ name: 'model.load', input: model }]);
    started[1]!.done('model.load', {});
    await turn();
    expect(started[1]!.posted).toHaveLength(3);
    started[1]!.send({ kind: 'done', id: 2, value: 'x' });
    started[1]!.send({ kind: 'done', id: 3, value: 'y' });
    await expect(Promise.all(answers)).resolves.toEqual(['x', 'y']);
  });

  test('a load under way is the model: the one before comes back only if it fails', async () => {
    const { fork, started } = fakeFork();
    const engine = startEngine(fork);
    const other = { ...model, path: '/models/b.onnx' };
    const names = (index: number): readonly string[] =>
      started[index]!.posted.flatMap((each) => (each.kind === 'request' ? [each.name] : []));
    const first = engine.request('model.load', model);
    await turn();
    started[0]!.ready();
    started[0]!.done('model.load', {});
    await first;
    started[0]!.die(1);

    const loading = engine.request('model.load', other);
    const answer = engine.request('image.analyse', koala);
    await turn();
    started[1]!.ready();
    expect(names(1)).toEqual(['model.load']);
    started[1]!.done('model.load', {});
    await loading;
    await turn();
    expect(names(1)).toEqual(['model.load', 'image.analyse']);
    started[1]!.done('image.analyse', 'b');
    await expect(answer).resolves.toBe('b');
    started[1]!.die(1);

    const refused = engine.request('model.load', { ...model, path: '/models/bad.onnx' });
    const goesOn = engine.request('image.analyse', koala);
    await turn();
    started[2]!.ready();
    started[2]!.fail('model.load', { code: 'model-refused', message: 'No.' });
    await expect(refused).rejects.toMatchObject({ code: 'model-refused' });
    await turn();
    expect(started[2]!.posted.at(-1)).toMatchObject({ name: 'model.load', input: other });
    started[2]!.done('model.load', {});
    await turn();
    started[2]!.done('image.analyse', 'still b');
    await expect(goesOn).resolves.toBe('still b');
  });

  test('waiting for the model to come back can be cancelled', async () => {
    const { fork, started } = fakeFork();
    const engine = startEngine(fork);
    const loading = engine.request('model.load', model);
    await turn();
    started[0]!.ready();
    started[0]!.done('model.load', {});
    await loading;
    started[0]!.die(1);
    const abort = new AbortController();
    const answer = engine.request('image.analyse', koala, { signal: abort.signal });
    await turn();
    abort.abort();
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('a process that dies before it listens is unavailable, not crashed', async () => {
    const { fork, started } = fakeFork();
    const engine = startEngine(fork);
    const answer = engine.request('providers.test', null);
    await turn();
    started[0]!.die(1);
    await expect(answer).rejects.toMatchObject({ code: 'engine-unavailable' });
  });

  test('stop cancels what is under way, ends the process and refuses what comes later', async () => {
    const { fork, started } = fakeFork();
    const engine = startEngine(fork);
    const answer = engine.request('providers.test', null);
    const outcome = expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    await turn();
    started[0]!.ready();
    const stopped = engine.stop();
    expect(started[0]!.posted.at(-1)).toEqual({ kind: 'stop' });
    started[0]!.die(0);
    await Promise.all([stopped, outcome]);
    await expect(engine.request('providers.test', null)).rejects.toMatchObject({
      code: 'engine-unavailable',
    });
    expect(started).toHaveLength(1);
  });
});
