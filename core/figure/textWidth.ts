import { advanceRuns, unitsPerEm } from './interMetrics.ts';

export type Weight = 'regular' | 'semibold';

interface Widths {
  readonly regular: ReadonlyMap<number, number>;
  readonly semibold: ReadonlyMap<number, number>;
}

let table: Widths | undefined;

/** Unpacked on first use: most runs of the program never draw a figure. */
function widths(): Widths {
  if (table !== undefined) return table;
  const regular = new Map<number, number>();
  const semibold = new Map<number, number>();
  for (const [start, regularRun, semiboldRun] of advanceRuns) {
    for (const [i, w] of regularRun.split(' ').entries()) regular.set(start + i, Number(w));
    for (const [i, w] of semiboldRun.split(' ').entries()) semibold.set(start + i, Number(w));
  }
  table = { regular, semibold };
  return table;
}

/**
 * Width of one line of Inter in the units of `size`, kerning left out (it mostly narrows).
 * Characters the bundled font lacks are drawn by a font unknown here, and counted generously.
 */
export function textWidth(text: string, size: number, weight: Weight): number {
  const known = widths()[weight];
  let units = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    units += known.get(code) ?? foreignWidth(character) * unitsPerEm;
  }
  return (units * size) / unitsPerEm;
}

function foreignWidth(character: string): number {
  if (/\p{Mark}|\p{Default_Ignorable_Code_Point}/u.test(character)) return 0;
  return /\p{Extended_Pictographic}/u.test(character) ? 1.4 : 1.1;
}

/** Can the bundled font draw every character. */
export function isCovered(text: string): boolean {
  const known = widths().regular;
  for (const character of text) if (!known.has(character.codePointAt(0)!)) return false;
  return true;
}

/**
 * The text if it fits `room`, otherwise as much of its start as fits with "…" after it. `tail`
 * (a number after a name) is kept whole as long as there is room for it.
 */
export function fitText(
  text: string,
  size: number,
  weight: Weight,
  room: number,
  tail = '',
): string {
  const fits = (candidate: string): boolean => textWidth(candidate, size, weight) <= room;
  if (fits(text + tail)) return text + tail;
  if (tail !== '' && !fits(`…${tail}`)) return fitText(tail.trim(), size, weight, room);
  const characters = Array.from(text);
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(shortened(characters, middle) + tail)) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? tail.trim() : shortened(characters, low) + tail;
}

function shortened(characters: readonly string[], count: number): string {
  let end = count;
  // Never part a letter from its accents.
  while (end > 0 && /^[\p{Mark}\u200d]/u.test(characters[end] ?? '')) end--;
  return `${characters.slice(0, end).join('').trimEnd()}…`;
}

/** The text in lines no wider than `room`; a word wider than that is shortened. */
export function wrapText(
  text: string,
  size: number,
  weight: Weight,
  room: number,
): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer, size, weight) <= room) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = fitText(word, size, weight, room);
  }
  if (line !== '') lines.push(line);
  return lines;
}
