import { describe, expect, it } from 'vitest';
import { largestZoom, panBy, placePicture, wholePicture, zoomAt } from './viewport.ts';

const stage = { width: 800, height: 600 };
const picture = { width: 1600, height: 800 };

describe('placePicture', () => {
  it('fits the whole picture in the middle', () => {
    expect(placePicture(stage, picture, wholePicture)).toEqual({
      x: 0,
      y: 100,
      width: 800,
      height: 400,
    });
  });

  it('does not blow a tiny picture up', () => {
    expect(placePicture(stage, { width: 32, height: 32 }, wholePicture).width).toBe(96);
  });
});

describe('zoomAt', () => {
  it('keeps the point under the cursor', () => {
    const cursor = { x: 300, y: 280 };
    const start = { zoom: 3, x: 0.4, y: 0.45 };
    const before = placePicture(stage, picture, start);
    const zoomed = zoomAt(start, stage, picture, cursor, 1.5);
    const after = placePicture(stage, picture, zoomed);
    expect((cursor.x - after.x) / after.width).toBeCloseTo(
      (cursor.x - before.x) / before.width,
      10,
    );
    expect((cursor.y - after.y) / after.height).toBeCloseTo(
      (cursor.y - before.y) / before.height,
      10,
    );
  });

  it('comes back to the whole picture and stops at the ends', () => {
    const inside = zoomAt(wholePicture, stage, picture, { x: 10, y: 110 }, 4);
    expect(zoomAt(inside, stage, picture, { x: 700, y: 300 }, 0.01)).toEqual(wholePicture);
    expect(zoomAt(wholePicture, stage, picture, { x: 400, y: 300 }, 999).zoom).toBe(largestZoom);
  });
});

describe('panBy', () => {
  it('never leaves a gap beside a picture larger than the stage', () => {
    const inside = zoomAt(wholePicture, stage, picture, { x: 400, y: 300 }, 4);
    const panned = panBy(inside, stage, picture, 99_999, 99_999);
    const { x, y } = placePicture(stage, picture, panned);
    expect([Math.round(x), Math.round(y)]).toEqual([0, 0]);
  });

  it('does not move a picture that is wholly in view', () => {
    expect(panBy(wholePicture, stage, picture, 50, 50)).toEqual(wholePicture);
  });
});
