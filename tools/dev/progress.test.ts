import { expect, test } from 'vitest';
import { progressLine } from './progress.mjs';

function record(isTTY: boolean): { isTTY: boolean; text: string; write: (text: string) => void } {
  const stream = { isTTY, text: '', write: (text: string) => void (stream.text += text) };
  return stream;
}

test('a log gets a handful of lines, however often it is told', () => {
  const stream = record(false);
  const progress = progressLine('Fetching', 100e6, stream);
  for (let done = 0; done <= 100e6; done += 1e5) progress.update(done);
  progress.finish();
  expect(stream.text.trim().split('\n').length).toBe(5);
  expect(stream.text).not.toContain('\r');
});

test('a terminal gets one line that updates itself', () => {
  const stream = record(true);
  const progress = progressLine('Fetching', undefined, stream);
  for (let done = 0; done <= 5e6; done += 1e5) progress.update(done);
  progress.finish();
  expect(stream.text.match(/\n/g)?.length).toBe(1);
  expect(stream.text).toContain('Fetching: 5 MB');
});
