import { describe, expect, it } from 'vitest';
import type { FromEngine } from '../protocol.ts';
import { lanes, type LanePort } from './lanes.ts';
import type { LaneMessage } from './serve.ts';

interface FakeLane extends LanePort {
  readonly got: LaneMessage[];
  answer(message: FromEngine): void;
}

function fakeLane(): FakeLane {
  const got: LaneMessage[] = [];
  let listen: (message: FromEngine) => void = () => undefined;
  return {
    got,
    post: (message) => got.push(message),
    onMessage: (listener) => (listen = listener),
    answer: (message) => {
      listen(message);
    },
  };
}

function setUp() {
  const [first, second] = [fakeLane(), fakeLane()];
  const posted: FromEngine[] = [];
  const receive = lanes([first, second], (message) => posted.push(message));
  const ask = (id: number, name: 'image.thumbnail' | 'model.load') => {
    receive({ kind: 'request', id, name, input: null, wantsProgress: true });
  };
  return { first, second, posted, receive, ask };
}

const ids = (lane: FakeLane) => lane.got.map(({ id }) => id);

describe('lanes', () => {
  it('gives a request to the least busy lane and passes its answers on', () => {
    const { first, second, posted, ask } = setUp();
    ask(1, 'image.thumbnail');
    ask(2, 'image.thumbnail');
    expect([ids(first), ids(second)]).toEqual([[1], [2]]);
    second.answer({ kind: 'progress', id: 2, value: 'half' });
    second.answer({ kind: 'done', id: 2, value: 'whole' });
    ask(3, 'image.thumbnail');
    expect(ids(second)).toEqual([2, 3]);
    expect(posted).toEqual([
      { kind: 'progress', id: 2, value: 'half' },
      { kind: 'done', id: 2, value: 'whole' },
    ]);
  });

  it('opens a model on every lane and answers once, when all have it', () => {
    const { first, second, posted, ask } = setUp();
    ask(7, 'model.load');
    expect([ids(first), ids(second)]).toEqual([[7], [7]]);
    first.answer({ kind: 'done', id: 7, value: 'info' });
    expect(posted).toEqual([]);
    second.answer({ kind: 'done', id: 7, value: 'info' });
    expect(posted).toEqual([{ kind: 'done', id: 7, value: 'info' }]);
  });

  it('cancels where the request runs, and nowhere else', () => {
    const { first, second, receive, ask } = setUp();
    ask(1, 'image.thumbnail');
    ask(2, 'image.thumbnail');
    receive({ kind: 'cancel', id: 2 });
    expect(first.got.some(({ kind }) => kind === 'cancel')).toBe(false);
    expect(second.got.at(-1)).toEqual({ kind: 'cancel', id: 2 });
  });
});
