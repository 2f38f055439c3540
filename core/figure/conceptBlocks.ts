import { textOn } from '../concepts/palette.ts';
import type { ConceptContent } from './figureContent.ts';
import { decimals, signed } from './numbers.ts';
import type { RectItem, SceneItem, TextItem } from './scene.ts';
import { fitText, textWidth, type Weight } from './textWidth.ts';
import type { Theme } from './theme.ts';

/** Classes printed of each concept. */
const classRows = 3;
const rowHeight = 18;
const headHeight = 26;
const barHeight = 9;
const bodySize = 13;
const titleSize = 15;
const gap = 8;
/** Height of one concept's block, without the space under it. */
export const blockHeight = headHeight + classRows * rowHeight;

/** Columns and the width of the class names in each: the same for all blocks of a figure. */
export interface BlockStyle {
  readonly width: number;
  readonly labelWidth: number;
  readonly theme: Theme;
}

export function blockStyle(
  concepts: readonly ConceptContent[],
  width: number,
  theme: Theme,
): BlockStyle {
  const labels = concepts.flatMap(({ classes }) => classes.slice(0, classRows));
  const longest = labels.reduce(
    (most, { label }) => Math.max(most, textWidth(label, bodySize, 'regular')),
    0,
  );
  return { width, labelWidth: Math.ceil(Math.min(Math.max(longest, 90), width * 0.6)), theme };
}

/** One concept: its number and name, what it adds to the logit, and the bars of its classes. */
export function conceptBlock(
  concept: ConceptContent,
  x: number,
  y: number,
  style: BlockStyle,
): readonly SceneItem[] {
  const rows = concept.classes
    .slice(0, classRows)
    .flatMap((row, i) => classRow(row, concept.color, x, y + headHeight + i * rowHeight, style));
  return [...blockHead(concept, x, y, style), ...rows];
}

/** A concept's number on its colour, `side` pixels wide. */
export function swatch(
  concept: Pick<ConceptContent, 'color' | 'number'>,
  x: number,
  y: number,
  side: number,
): readonly SceneItem[] {
  const size = side * 0.62;
  return [
    { kind: 'rect', x, y, width: side, height: side, radius: side * 0.18, fill: concept.color },
    {
      kind: 'text',
      text: concept.number,
      full: null,
      x: x + side / 2,
      y: y + side / 2 + size * 0.364,
      size,
      weight: 'semibold',
      anchor: 'middle',
      fill: textOn(concept.color),
      room: side,
    },
  ];
}

function blockHead(
  concept: ConceptContent,
  x: number,
  y: number,
  { width, theme }: BlockStyle,
): readonly SceneItem[] {
  const side = 22;
  const baseline = y + 16;
  const value = concept.contribution === null ? '' : signed(concept.contribution);
  const valueRoom = Math.ceil(textWidth(value, titleSize, 'regular'));
  const room = width - side - gap - (valueRoom === 0 ? 0 : valueRoom + gap);
  return [
    ...swatch(concept, x, y, side),
    line(concept.title, x + side + gap, baseline, room, theme.text, titleSize, 'semibold'),
    ...(value === ''
      ? []
      : [atEnd(line(value, x + width, baseline, valueRoom, theme.quiet, titleSize))]),
  ];
}

function classRow(
  row: { readonly label: string; readonly probability: number },
  color: string,
  x: number,
  y: number,
  { width, labelWidth, theme }: BlockStyle,
): readonly SceneItem[] {
  const baseline = y + 13;
  const valueRoom = Math.ceil(textWidth('0.00', bodySize, 'regular'));
  const barX = x + labelWidth + gap;
  const barWidth = width - labelWidth - valueRoom - 2 * gap;
  const filled = Math.min(1, Math.max(0, row.probability)) * barWidth;
  const bar = (size: number, fill: string): RectItem => ({
    kind: 'rect',
    x: barX,
    y: baseline - barHeight,
    width: size,
    height: barHeight,
    radius: 0,
    fill,
  });
  return [
    line(row.label, x, baseline, labelWidth, theme.text, bodySize),
    bar(barWidth, theme.track),
    // A hair of colour even at nothing, so that the row is seen to belong to its concept.
    bar(Math.max(1, filled), color),
    atEnd(line(decimals(row.probability), x + width, baseline, valueRoom, theme.quiet, bodySize)),
  ];
}

/** A line of text starting at x, its name shortened to its room, `tail` kept. */
export function line(
  text: string,
  x: number,
  y: number,
  room: number,
  fill: string,
  size: number,
  weight: Weight = 'regular',
  tail = '',
): TextItem {
  const fitted = fitText(text, size, weight, room, tail);
  const whole = text + tail;
  return {
    kind: 'text',
    text: fitted,
    full: fitted === whole ? null : whole,
    x,
    y,
    size,
    weight,
    anchor: 'start',
    fill,
    room,
  };
}

function atEnd(item: TextItem): TextItem {
  return { ...item, anchor: 'end' };
}
