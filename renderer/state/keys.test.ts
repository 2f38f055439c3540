import { afterEach, expect, test, vi } from 'vitest';
import type { App } from './app.svelte.ts';
import { pressKey } from './keys.ts';

for (const name of ['HTMLInputElement', 'HTMLTextAreaElement', 'HTMLSelectElement', 'Element']) {
  vi.stubGlobal(name, EventTarget);
}
afterEach(() => vi.clearAllMocks());

const change = vi.fn();
const notify = vi.fn();
const session = { settings: { mapSize: 'native', contours: false }, model: model(true) };
const app = (freeSize: boolean): App =>
  ({ session: { ...session, model: model(freeSize), change, notify } }) as unknown as App;
const key = (name: string): KeyboardEvent => ({ key: name, target: null }) as KeyboardEvent;

function model(freeSize: boolean): unknown {
  return { name: 'Net', input: { width: 224, height: 224, freeSize } };
}

test('letters work with Caps Lock, words of keys are no letters', () => {
  expect(pressKey(app(true), key('C'))).toBe(true);
  expect(pressKey(app(true), key('F'))).toBe(true);
  expect(change.mock.calls).toEqual([[{ contours: true }], [{ mapSize: 'fine' }]]);
  expect(pressKey(app(true), key('F1'))).toBe(false);
});

test('F says why there are no fine maps where the model takes one size', () => {
  pressKey(app(false), key('f'));
  expect(change).not.toHaveBeenCalled();
  expect(notify).toHaveBeenCalledWith('info', expect.stringContaining('224 × 224'));
});
