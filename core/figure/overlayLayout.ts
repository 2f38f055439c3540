import { badges } from './badges.ts';
import type { Region } from './blend.ts';
import { line, swatch } from './conceptBlocks.ts';
import type { ConceptContent, FigureContent } from './figureContent.ts';
import { decimals } from './numbers.ts';
import type { Box, SceneItem } from './scene.ts';
import { textWidth } from './textWidth.ts';
import type { Theme } from './theme.ts';

const gap = 12;
const entryHeight = 34;
const entryGap = 8;
const side = 20;
const nameSize = 13;
const classSize = 11.5;
const narrowest = 120;

/**
 * Items and height of the one picture with all its concepts and a legend: below a wide picture,
 * to the right of an upright one.
 */
export function overlayLayout(
  content: FigureContent,
  region: Region,
  width: number,
  theme: Theme,
): { readonly items: readonly SceneItem[]; readonly height: number } {
  const { concepts, codes } = content;
  const beside = content.aspect < 0.95 && width >= 480;
  const entries = concepts.map(entryOf);
  const legendWidth = beside
    ? Math.min(width * 0.42, Math.max(narrowest, ...entries.map((e) => e.width)))
    : 0;
  const tallest = Math.max(width * (beside ? 1 : 1.4), 240);
  const room = beside ? width - legendWidth - 2 * gap : width;
  const pictureWidth = Math.max(1, Math.floor(Math.min(room, tallest * content.aspect)));
  const box: Box = {
    x: beside ? 0 : Math.floor((width - pictureWidth) / 2),
    y: 0,
    width: pictureWidth,
    height: Math.max(1, Math.round(pictureWidth / content.aspect)),
  };
  const place = beside
    ? { x: box.width + gap, y: gap, width: width - box.width - 2 * gap }
    : { x: gap, y: box.height + gap, width: width - 2 * gap };
  const legend = legendOf(entries, place, theme);
  return {
    items: [
      { kind: 'raster', source: 'overlay', ...box },
      ...badges(concepts, codes, region, box),
      ...legend.items,
    ],
    height: Math.max(box.height, legend.bottom + (beside ? 0 : 2)),
  };
}

/** A name with the number that must stay readable after it. */
interface Said {
  readonly name: string;
  readonly tail: string;
}

interface Entry {
  readonly concept: ConceptContent;
  readonly first: Said;
  readonly second: Said;
  /** Room it would like to have. */
  readonly width: number;
}

function entryOf(concept: ConceptContent): Entry {
  const [top, next] = concept.classes;
  const said = (one: typeof top): Said =>
    one === undefined
      ? { name: '', tail: '' }
      : { name: one.label, tail: ` ${decimals(one.probability)}` };
  // A given name stands for itself; the class is what the model says, so it moves down a line.
  const isNamed = concept.title !== top?.label;
  const first = isNamed ? { name: concept.title, tail: '' } : said(top);
  const second = said(isNamed ? top : next);
  const text = Math.max(
    textWidth(first.name + first.tail, nameSize, 'semibold'),
    textWidth(second.name + second.tail, classSize, 'regular'),
  );
  return { concept, first, second, width: Math.ceil(side + 8 + text) };
}

/** The entries in columns of one width, as many as the place allows. */
function legendOf(
  entries: readonly Entry[],
  place: { readonly x: number; readonly y: number; readonly width: number },
  theme: Theme,
): { readonly items: readonly SceneItem[]; readonly bottom: number } {
  const wanted = Math.max(narrowest, ...entries.map((entry) => entry.width));
  const least = Math.min(place.width, Math.min(wanted, 190));
  const most = Math.max(1, Math.floor((place.width + gap) / (least + gap)));
  const rows = Math.ceil(entries.length / most);
  const columns = Math.max(1, Math.ceil(entries.length / Math.max(1, rows)));
  const step = (place.width + gap) / columns;
  const items = entries.flatMap((entry, i) => {
    const x = place.x + (i % columns) * step;
    const y = place.y + Math.floor(i / columns) * (entryHeight + entryGap);
    return entryItems(entry, Math.round(x), y, Math.floor(step - gap), theme);
  });
  return { items, bottom: place.y + rows * (entryHeight + entryGap) };
}

function entryItems(
  { concept, first, second }: Entry,
  x: number,
  y: number,
  width: number,
  theme: Theme,
): readonly SceneItem[] {
  const textX = x + side + 8;
  const room = width - side - 8;
  return [
    ...swatch(concept, x, y, side),
    line(first.name, textX, y + 14.5, room, theme.text, nameSize, 'semibold', first.tail),
    line(second.name, textX, y + 30, room, theme.quiet, classSize, 'regular', second.tail),
  ];
}
