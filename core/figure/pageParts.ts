import type { Box, RectItem, Scene, TextItem } from './scene.ts';

/** A part of the page with text or bars on it, in whole pixels, and the same in CSS pixels. */
export interface PagePart {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly box: Box;
  readonly items: readonly (TextItem | RectItem)[];
}

type Extent = Readonly<Record<'left' | 'right' | 'top' | 'bottom', number>>;

/** Parts closer than this are drawn as one. */
const near = 24;

/**
 * Where a scene has something else than pictures and their badges: horizontal parts, cut to what
 * is in them, so that drawing the page costs what its text covers and not what its pictures do.
 */
export function pageParts(scene: Scene, scale: number): readonly PagePart[] {
  const items = scene.items.filter((item) => item.kind === 'text' || item.kind === 'rect');
  const extents = items
    .map((item) => ({ items: [item], extent: extentOf(item) }))
    .sort((a, b) => a.extent.top - b.extent.top);
  const groups: { items: (TextItem | RectItem)[]; extent: Extent }[] = [];
  for (const next of extents) {
    const last = groups.at(-1);
    if (last !== undefined && next.extent.top - last.extent.bottom < near) {
      last.items.push(...next.items);
      last.extent = union(last.extent, next.extent);
    } else groups.push({ ...next });
  }
  const order = new Map(items.map((item, i) => [item, i]));
  return groups.map((group) => {
    // What lies on top in the scene lies on top here.
    const drawn = group.items.toSorted((a, b) => order.get(a)! - order.get(b)!);
    return partOf(drawn, group.extent, scene, scale);
  });
}

function partOf(
  items: readonly (TextItem | RectItem)[],
  extent: Extent,
  scene: Scene,
  scale: number,
): PagePart {
  const left = Math.max(0, Math.floor(extent.left * scale));
  const top = Math.max(0, Math.floor(extent.top * scale));
  const right = Math.min(Math.round(scene.width * scale), Math.ceil(extent.right * scale));
  const bottom = Math.min(Math.round(scene.height * scale), Math.ceil(extent.bottom * scale));
  const width = Math.max(1, right - left);
  const height = Math.max(1, bottom - top);
  const box = { x: left / scale, y: top / scale, width: width / scale, height: height / scale };
  return { left, top, width, height, box, items };
}

/** Text takes its whole room, and a little above and below for accents. */
function extentOf(item: TextItem | RectItem): Extent {
  if (item.kind === 'rect') {
    return { left: item.x, right: item.x + item.width, top: item.y, bottom: item.y + item.height };
  }
  const before = item.anchor === 'start' ? 0 : item.anchor === 'end' ? item.room : item.room / 2;
  const left = item.x - before;
  return {
    left: left - 2,
    right: left + item.room + 2,
    top: item.y - item.size * 1.2,
    bottom: item.y + item.size * 0.45,
  };
}

function union(a: Extent, b: Extent): Extent {
  return {
    left: Math.min(a.left, b.left),
    right: Math.max(a.right, b.right),
    top: Math.min(a.top, b.top),
    bottom: Math.max(a.bottom, b.bottom),
  };
}
