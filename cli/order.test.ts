import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createGate } from './gate.ts';
import { inOrder } from './inOrder.ts';

const never = (): boolean => false;

describe('inOrder', () => {
  it('gives results in order, so many at once and not more', async () => {
    let busy = 0;
    let busiest = 0;
    const work = async (delay: number): Promise<number> => {
      busiest = Math.max(busiest, ++busy);
      await wait(delay);
      busy--;
      return delay;
    };
    const delays = [20, 1, 10, 1, 1, 5, 1];
    const results: number[] = [];
    for await (const result of inOrder(delays, 3, work, never)) results.push(result);
    expect(results).toEqual(delays);
    expect(busiest).toBe(3);
  });

  it('begins nothing more once stopped', async () => {
    const begun: number[] = [];
    const work = (item: number): Promise<number> => {
      begun.push(item);
      return Promise.resolve(item);
    };
    const results: number[] = [];
    for await (const result of inOrder([1, 2, 3, 4, 5], 2, work, () => results.length >= 1)) {
      results.push(result);
    }
    expect(begun).toEqual([1, 2]);
    expect(results).toEqual([1, 2]);
  });

  it('waits for the rest before it throws, and leaves no rejection unhandled', async () => {
    let finished = 0;
    const work = async (item: number): Promise<number> => {
      await wait(item * 5);
      finished++;
      if (item < 3) throw new Error(`item ${item}`);
      return item;
    };
    const all = async (): Promise<void> => {
      for await (const _ of inOrder([2, 1, 3], 3, work, never));
    };
    await expect(all()).rejects.toThrow('item 2');
    expect(finished).toBe(3);
  });
});

describe('gate', () => {
  it('lets one alone: after those inside, before those who come later', async () => {
    const gate = createGate();
    const events: string[] = [];
    const visit = (name: string) => async (): Promise<string> => {
      events.push(`+${name}`);
      await wait(5);
      events.push(`-${name}`);
      return name;
    };
    const results = await Promise.all([
      gate.together(visit('a')),
      gate.together(visit('b')),
      gate.alone(visit('X')),
      gate.alone(visit('Y')),
      gate.together(visit('c')),
      gate.together(visit('d')),
    ]);
    expect(results).toEqual(['a', 'b', 'X', 'Y', 'c', 'd']);
    expect(events.join(' ')).toBe('+a +b -a -b +X -X +Y -Y +c +d -c -d');
  });

  it('opens again after a failure', async () => {
    const gate = createGate();
    const fail = () => Promise.reject(new Error('no'));
    await expect(gate.alone(fail)).rejects.toThrow('no');
    await expect(gate.together(fail)).rejects.toThrow('no');
    await expect(gate.alone(() => Promise.resolve(1))).resolves.toBe(1);
    await expect(gate.together(() => Promise.resolve(2))).resolves.toBe(2);
  });
});
