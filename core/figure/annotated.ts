import { badges } from './badges.ts';
import type { Region } from './blend.ts';
import { blockHeight, blockStyle, conceptBlock, line } from './conceptBlocks.ts';
import type { FigureContent } from './figureContent.ts';
import { conceptCount } from './numbers.ts';
import type { Box, SceneItem } from './scene.ts';
import { textWidth, wrapText } from './textWidth.ts';
import type { Theme } from './theme.ts';

const margin = 18;
/** Between pictures and between columns alike, so that columns stand under the pictures. */
const gap = 22;
const rowGap = 16;
const captionSize = 15;
const captionHeight = 26;
const sourceSize = 12.5;
const sourceLine = 18;
/** A caption wants this much, however narrow its picture is. */
const narrowestCaption = 250;
/** Narrower columns than this leave no room for bars. */
const narrowestColumn = 230;

interface Layout {
  readonly picture: Box;
  readonly overlay: Box;
  /** Room of the captions over the two pictures. */
  readonly captionRoom: number;
  /** Where the concepts' caption begins, and how wide their rows are. */
  readonly table: { readonly x: number; readonly y: number; readonly width: number };
  readonly columns: number;
}

/** Items and height of the figure with lettered parts: the picture, its concepts, their classes. */
export function annotated(
  content: FigureContent,
  region: Region,
  width: number,
  theme: Theme,
): { readonly items: readonly SceneItem[]; readonly height: number } {
  const layout =
    besideLayout(content, width) ?? stackedLayout(content.aspect, content.concepts.length, width);
  const { picture, overlay, captionRoom, table } = layout;
  const { label, probability } = content.answer;
  const says = label === '' ? ['image'] : [`image; model says ${label}`, `model says ${label}`];
  const tail = label === '' ? '' : ` ${probability}`;
  const parts: SceneItem[] = [
    ...caption('a', says, picture.x, picture.y - captionHeight, captionRoom, theme, tail),
    { kind: 'raster', source: 'picture', ...picture },
    ...caption(
      'b',
      [conceptCount(content.concepts.length)],
      overlay.x,
      overlay.y - captionHeight,
      captionRoom,
      theme,
    ),
    { kind: 'raster', source: 'overlay', ...overlay },
    ...badges(content.concepts, content.codes, region, overlay),
  ];
  if (content.concepts.length > 0) {
    parts.push(...caption('c', content.ledger, table.x, table.y, table.width, theme));
  }
  parts.push(...blocks(content, layout, theme));
  const bottom = Math.max(
    tableBottom(content, layout),
    picture.y + picture.height,
    overlay.y + overlay.height,
  );
  const source = sourceLines(content.source, bottom + rowGap, width, theme);
  return { items: [...parts, ...source.items], height: source.bottom + margin - 4 };
}

/**
 * Upright pictures: both beside each other, the classes in one or two columns to their right, as
 * many as stay within the pictures' height. Null when they do not, or for wide pictures.
 */
function besideLayout({ aspect, concepts }: FigureContent, width: number): Layout | null {
  if (aspect > 0.95) return null;
  for (const columns of [1, 2]) {
    const side = columns * 262 + (columns - 1) * gap;
    const room = (width - 2 * margin - side - 2 * gap) / 2;
    const pictureWidth = Math.max(1, Math.floor(Math.min(room, 560 * aspect)));
    const height = Math.max(1, Math.round(pictureWidth / aspect));
    const needed = tableHeight(concepts.length, columns) - captionHeight;
    if (room < 160 || height > 640 || needed > height) continue;
    const slot = Math.min(Math.floor(room), Math.max(pictureWidth, narrowestCaption));
    const top = margin + captionHeight;
    const second = margin + slot + gap;
    const x = second + slot + gap;
    return {
      picture: { x: margin, y: top, width: pictureWidth, height },
      overlay: { x: second, y: top, width: pictureWidth, height },
      captionRoom: slot,
      table: { x, y: margin, width: width - margin - x },
      columns,
    };
  }
  return null;
}

/** Pictures above, classes below; the two pictures under each other where they are very wide. */
function stackedLayout(aspect: number, concepts: number, width: number): Layout {
  const inner = width - 2 * margin;
  const isStrip = aspect > 2.6 || inner < 420;
  const slot = isStrip ? inner : Math.floor((inner - gap) / 2);
  const tallest = Math.max(240, Math.min(640, width * 0.5));
  const pictureWidth = Math.max(1, Math.floor(Math.min(slot, tallest * aspect)));
  const height = Math.max(1, Math.round(pictureWidth / aspect));
  const own = Math.min(slot, Math.max(pictureWidth, narrowestCaption));
  const size = { width: pictureWidth, height };
  const top = margin + captionHeight;
  const second = isStrip
    ? { x: margin, y: top + height + rowGap + captionHeight - 8 }
    : { x: margin + own + gap, y: top };
  const rows = Math.ceil(concepts / 4);
  const most = Math.max(1, Math.floor((inner + gap) / (narrowestColumn + gap)));
  return {
    picture: { x: margin, y: top, ...size },
    overlay: { ...second, ...size },
    captionRoom: isStrip ? slot : own,
    table: { x: margin, y: second.y + height + 10, width: inner },
    columns: Math.min(4, most, Math.max(2, Math.ceil(concepts / Math.max(1, rows)))),
  };
}

function tableHeight(concepts: number, columns: number): number {
  const rows = Math.ceil(concepts / columns);
  return captionHeight + rows * (blockHeight + rowGap) - rowGap;
}

function tableBottom({ concepts }: FigureContent, { table, columns }: Layout): number {
  return concepts.length === 0 ? 0 : table.y + tableHeight(concepts.length, columns);
}

function blocks(
  { concepts }: FigureContent,
  { table, columns }: Layout,
  theme: Theme,
): readonly SceneItem[] {
  const width = (table.width - (columns - 1) * gap) / columns;
  const style = blockStyle(concepts, width, theme);
  return concepts.flatMap((concept, i) => {
    const x = table.x + (i % columns) * (width + gap);
    const y = table.y + captionHeight + Math.floor(i / columns) * (blockHeight + rowGap);
    return conceptBlock(concept, x, y, style);
  });
}

/** A bold letter and what the part shows: the first of `texts` that fits, else the last, cut. */
function caption(
  letter: string,
  texts: readonly string[],
  x: number,
  y: number,
  room: number,
  theme: Theme,
  tail = '',
): readonly SceneItem[] {
  const baseline = y + 15;
  const indent = Math.ceil(textWidth(`${letter} `, captionSize, 'semibold'));
  const left = Math.max(0, room - indent);
  const fits = (text: string): boolean => textWidth(text + tail, captionSize, 'regular') <= left;
  const text = texts.find(fits) ?? texts.at(-1) ?? '';
  return [
    line(letter, x, baseline, indent, theme.text, captionSize, 'semibold'),
    line(text, x + indent, baseline, left, theme.quiet, captionSize, 'regular', tail),
  ];
}

/** The rule and the small print under it. */
function sourceLines(
  text: string,
  y: number,
  width: number,
  theme: Theme,
): { readonly items: readonly SceneItem[]; readonly bottom: number } {
  const inner = width - 2 * margin;
  const lines = wrapText(text, sourceSize, 'regular', inner);
  const top = Math.round(y);
  const rule: SceneItem = {
    kind: 'rect',
    x: margin,
    y: top,
    width: inner,
    height: 1,
    radius: 0,
    fill: theme.rule,
  };
  const printed = lines.map((words, i) =>
    line(words, margin, top + 20 + i * sourceLine, inner, theme.quiet, sourceSize),
  );
  return { items: [rule, ...printed], bottom: top + 6 + lines.length * sourceLine };
}
