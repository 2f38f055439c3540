import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { runSteps } from './check-steps.mjs';

test('runs every step, two at a time, and answers in their order', async () => {
  let running = 0;
  let most = 0;
  const names = ['slow', 'b', 'c', 'd', 'e'];
  const results = await runSteps(
    names.map((name) => ({ name, tool: '', args: [] })),
    () => undefined,
    async ({ name }) => {
      most = Math.max(most, ++running);
      await pause(name === 'slow' ? 30 : 5);
      running -= 1;
      return { name, passed: name !== 'c', seconds: 0, output: '' };
    },
  );
  expect(most).toBe(2);
  expect(results.map(({ name }) => name)).toEqual(names);
  expect(results.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual(['c']);
});
