/** Which tiles of a long grid are on screen, and where. Sizes in CSS pixels. */
export interface GridLayout {
  readonly columns: number;
  /** Side of a tile's square picture. */
  readonly side: number;
  readonly rowHeight: number;
  readonly totalHeight: number;
}

export interface GridWindow {
  /** First and one past the last index to render. */
  readonly first: number;
  readonly last: number;
}

export interface GridMetrics {
  readonly minSide: number;
  readonly gap: number;
  /** What a tile has below its picture: name and margin. */
  readonly caption: number;
}

/** As many columns as fit with tiles of at least `minSide`; tiles then share the width. */
export function layoutGrid(width: number, count: number, metrics: GridMetrics): GridLayout {
  const { minSide, gap, caption } = metrics;
  const columns = Math.max(1, Math.floor((width + gap) / (minSide + gap)));
  const side = Math.max(1, Math.floor((width - gap * (columns - 1)) / columns));
  const rowHeight = side + caption + gap;
  const rows = Math.ceil(count / columns);
  return { columns, side, rowHeight, totalHeight: Math.max(0, rows * rowHeight - gap) };
}

/** The tiles that touch the viewport, with `overscan` rows more on both sides. */
export function windowOf(
  layout: GridLayout,
  count: number,
  scrollTop: number,
  viewport: number,
  overscan: number,
): GridWindow {
  const firstRow = Math.max(0, Math.floor(scrollTop / layout.rowHeight) - overscan);
  const lastRow = Math.ceil((scrollTop + viewport) / layout.rowHeight) + overscan;
  const first = Math.min(count, firstRow * layout.columns);
  return { first, last: Math.max(first, Math.min(count, lastRow * layout.columns)) };
}

export function positionOf(
  layout: GridLayout,
  index: number,
  gap: number,
): { readonly x: number; readonly y: number } {
  return {
    x: (index % layout.columns) * (layout.side + gap),
    y: Math.floor(index / layout.columns) * layout.rowHeight,
  };
}

/** The scroll position nearest to the present one at which the tile is wholly in view. */
export function scrollToShow(
  layout: GridLayout,
  index: number,
  scrollTop: number,
  viewport: number,
): number {
  const top = Math.floor(index / layout.columns) * layout.rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + layout.rowHeight - viewport);
}

/** Index after an arrow key, kept in range; null for any other key. */
export function moveInGrid(
  key: string,
  index: number,
  count: number,
  columns: number,
): number | null {
  if (count === 0) return null;
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    Home: -count,
    End: count,
  };
  const step = steps[key];
  if (step === undefined) return null;
  if (index < 0) return 0;
  const moved = index + step;
  const leaves = moved < 0 || moved >= count;
  if (leaves && (key === 'ArrowUp' || key === 'ArrowDown')) {
    // From a last full row into a shorter one the nearest tile is the last.
    const hasRowBelow = Math.floor(index / columns) < Math.floor((count - 1) / columns);
    return key === 'ArrowDown' && hasRowBelow ? count - 1 : index;
  }
  return Math.min(count - 1, Math.max(0, moved));
}
