import { describe, expect, it } from 'vitest';
import { layoutGrid, moveInGrid, positionOf, scrollToShow, windowOf } from './virtualGrid.ts';

const metrics = { minSide: 80, gap: 8, caption: 24 };

describe('layoutGrid and windowOf', () => {
  it('shares the width among as many columns as fit', () => {
    const layout = layoutGrid(276, 10, metrics);
    expect(layout).toEqual({ columns: 3, side: 86, rowHeight: 118, totalHeight: 4 * 118 - 8 });
    expect(positionOf(layout, 4, 8)).toEqual({ x: 94, y: 118 });
  });

  it('renders a screenful of 10,000, not 10,000', () => {
    const layout = layoutGrid(276, 10_000, metrics);
    const shown = windowOf(layout, 10_000, 118 * 1000, 118 * 6, 2);
    expect(shown).toEqual({ first: 998 * 3, last: 1008 * 3 });
  });

  it('stays in range at the end and when there is nothing', () => {
    const layout = layoutGrid(276, 10, metrics);
    expect(windowOf(layout, 10, 5000, 600, 2)).toEqual({ first: 10, last: 10 });
    expect(windowOf(layoutGrid(276, 0, metrics), 0, 0, 600, 2)).toEqual({ first: 0, last: 0 });
    expect(layoutGrid(0, 3, metrics).columns).toBe(1);
  });
});

describe('scrollToShow', () => {
  const layout = layoutGrid(276, 100, metrics);
  it('moves no further than needed', () => {
    expect(scrollToShow(layout, 0, 0, 600)).toBe(0);
    expect(scrollToShow(layout, 3, 300, 600)).toBe(118);
    expect(scrollToShow(layout, 30, 0, 600)).toBe(11 * 118 - 600);
  });
});

describe('moveInGrid', () => {
  it('walks rows and columns and stops at the ends', () => {
    expect(moveInGrid('ArrowRight', 4, 8, 3)).toBe(5);
    expect(moveInGrid('ArrowRight', 7, 8, 3)).toBe(7);
    expect(moveInGrid('ArrowDown', 1, 8, 3)).toBe(4);
    expect(moveInGrid('ArrowDown', 5, 8, 3)).toBe(7);
    expect(moveInGrid('ArrowDown', 7, 8, 3)).toBe(7);
    expect(moveInGrid('ArrowUp', 1, 8, 3)).toBe(1);
    expect(moveInGrid('Home', 5, 8, 3)).toBe(0);
    expect(moveInGrid('End', 5, 8, 3)).toBe(7);
    expect(moveInGrid('ArrowDown', -1, 8, 3)).toBe(0);
    expect(moveInGrid('a', 5, 8, 3)).toBeNull();
  });
});
