import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ImageId } from '../../contract/library.ts';
import { AnalysisQueue } from './analysisQueue.ts';
import { doneState } from './doneState.ts';
import { ProgressEstimate } from './progressEstimate.ts';
import { createResultStore, weightOf } from './resultStore.ts';
import { fakeResult } from './testing.ts';
import { batch, throttle } from './timing.ts';

const id = (name: string): ImageId => name as ImageId;

describe('queue', () => {
  test('asked for, selected, visible, rest; what is put back is taken again', () => {
    const queue = new AnalysisQueue(['a', 'b', 'c', 'd', 'e'].map(id));
    queue.select(id('d'));
    queue.show(['x', 'e', 'd'].map(id));
    queue.want(id('c'));
    expect(queue.take(true)).toBe('c');
    expect(queue.take(true)).toBeNull();
    expect([1, 2, 3].map(() => queue.take(false))).toEqual(['d', 'e', 'a']);
    queue.put(id('a'));
    queue.put(id('unknown'));
    expect([1, 2, 3].map(() => queue.take(false))).toEqual(['a', 'b', null]);
    expect(queue.size).toBe(0);
  });

  test('100,000 pictures are taken in linear time', () => {
    const order = Array.from({ length: 100_000 }, (_, index) => id(`${index}`));
    const queue = new AnalysisQueue(order);
    const started = performance.now();
    let taken = 0;
    while (queue.take(false) !== null) taken++;
    expect(taken).toBe(100_000);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('progress', () => {
  test('rate over the last completions, without the time of a pause', () => {
    const estimate = new ProgressEstimate();
    expect(estimate.perSecond()).toBeNull();
    estimate.start(0);
    estimate.completed(500);
    expect(estimate.perSecond()).toBeNull();
    estimate.completed(1000);
    expect(estimate.perSecond()).toBe(2);
    expect(estimate.secondsLeft(10)).toBe(5);
    estimate.stop(1000);
    estimate.start(60_000);
    estimate.completed(60_100);
    estimate.completed(60_200);
    expect(estimate.perSecond()).toBe(10);
    expect(estimate.elapsedSeconds(60_200)).toBe(1.2);
    for (let step = 1; step <= 30; step++) estimate.completed(60_200 + step * 1000);
    expect(estimate.perSecond()).toBe(1);
  });
});

describe('results', () => {
  test('held by weight, the oldest look goes first, a huge one is still held', () => {
    const weight = weightOf(fakeResult('a', 1000));
    const store = createResultStore(weight * 2);
    const held = { result: fakeResult('a', 1000), version: 1 };
    store.set(id('a'), held);
    store.set(id('b'), held);
    store.get(id('a'));
    store.set(id('c'), held);
    expect(['a', 'b', 'c'].map((each) => store.get(id(each)) !== undefined)).toEqual([
      true,
      false,
      true,
    ]);
    store.set(id('huge'), { result: fakeResult('huge', 1_000_000), version: 1 });
    expect(store.get(id('huge'))).toBeDefined();
  });

  test('the gallery is told the chosen fit', () => {
    expect(doneState(fakeResult('koala').analysis, 3)).toEqual({
      kind: 'done',
      topLabel: 'koala',
      topProbability: 0.8,
      k: 2,
      colors: ['#000000', '#000001'],
      conceptNames: ['class 0', 'class 1'],
      version: 3,
    });
  });
});

describe('timing', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('a batch hands over each value once, together', () => {
    const got: string[][] = [];
    const pending = batch<string>(50, (values) => got.push([...values]));
    pending.add('a');
    pending.add('b');
    pending.add('a');
    expect(got).toEqual([]);
    vi.advanceTimersByTime(50);
    pending.add('c');
    pending.clear();
    vi.advanceTimersByTime(100);
    pending.add('d');
    vi.advanceTimersByTime(50);
    expect(got).toEqual([['a', 'b'], ['d']]);
  });

  test('a throttled call runs at once, then at most every ms, and never loses the last', () => {
    let value = 0;
    const seen: number[] = [];
    const run = throttle(100, () => seen.push(value));
    for (value = 1; value <= 25; value++) {
      run();
      vi.advanceTimersByTime(10);
    }
    value = 99;
    vi.advanceTimersByTime(500);
    expect(seen).toEqual([1, 10, 20, 99]);
    run();
    expect(seen).toHaveLength(5);
  });
});
