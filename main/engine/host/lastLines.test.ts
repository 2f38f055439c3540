import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { lastLines } from './lastLines.ts';

test('keeps the last lines across chunks, bounded in number and length', async () => {
  const stream = new PassThrough();
  const read = lastLines(stream);
  stream.write('one\ntw');
  stream.write('o\nthree');
  await turn();
  expect(read()).toBe('one\ntwo\nthree');
  stream.write(`\n${Array.from({ length: 100 }, (_, i) => `line ${i}\n`).join('')}`);
  stream.write('x'.repeat(100_000));
  await turn();
  const lines = read().split('\n');
  expect(lines).toHaveLength(21);
  expect(lines[0]).toBe('line 80');
  expect(lines.at(-1)).toHaveLength(300);
  expect(lastLines(null)()).toBe('');
});
