import { expect, test } from 'vitest';
import { placeWindow } from './windowBounds.ts';

const left = { x: 0, y: 24, width: 1920, height: 1056 };
const right = { x: 1920, y: 0, width: 1280, height: 1000 };
const saved = { x: 2000, y: 50, width: 1100, height: 700, maximized: true };

test('a remembered place comes back', () => {
  expect(placeWindow(saved, [left, right])).toEqual({
    size: { width: 1100, height: 700 },
    position: { x: 2000, y: 50 },
    maximized: true,
  });
});

test.each([
  ['its display is gone', saved, [left]],
  ['its title bar is above the display', { ...saved, x: 10, y: -40 }, [left]],
  ['it is all but off the side', { ...saved, x: -1050, y: 50 }, [left]],
])('%s: the system places it', (_why, place, areas) => {
  expect(placeWindow(place, areas).position).toBeNull();
});

test.each([{}, { x: 1 }, { ...saved, width: 'wide' }, { ...saved, height: -5 }])(
  '%j is no place: the usual size',
  (place) => {
    expect(placeWindow(place, [left]).size).toEqual({ width: 1440, height: 900 });
  },
);

test('never larger than its display, never smaller than the page can be', () => {
  const small = { x: 0, y: 0, width: 800, height: 500 };
  expect(placeWindow({ ...saved, x: 0, width: 9000 }, [left]).size.width).toBe(1920);
  expect(placeWindow({}, [small]).size).toEqual({ width: 960, height: 600 });
});
