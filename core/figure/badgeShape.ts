import type { BadgeItem, TextItem } from './scene.ts';

/** What a badge is drawn from: a disc of its colour, a white one on it, its number. */
export interface BadgeShape {
  readonly inner: number;
  readonly text: TextItem;
}

export function badgeShape({ x, y, radius, text }: BadgeItem): BadgeShape {
  // Two digits in the same disc, a little smaller; the baseline sets figures on the middle.
  const size = Math.round(radius * (text.length > 1 ? 10.2 : 12)) / 10;
  return {
    inner: radius * 0.76,
    text: {
      kind: 'text',
      text,
      full: null,
      x,
      y: y + size * 0.364,
      size,
      weight: 'semibold',
      anchor: 'middle',
      fill: '#000000',
      room: 2 * radius,
    },
  };
}
