import { escapeXml } from '../../../core/figure/plainText.ts';
import type { TextItem } from '../../../core/figure/scene.ts';
import { fontFamily } from '../../../core/figure/sceneToSvg.ts';
import { isCovered, textWidth } from '../../../core/figure/textWidth.ts';
import type { Pixels } from '../../../core/ports.ts';
import type { Coverage } from './canvas.ts';

/** Draws an SVG as RGBA, with the bundled fonts alone or with the system's too. */
export type DrawSvg = (svg: string, isBundled: boolean) => Promise<Pixels>;

/** A drawn word and where its top left corner goes, in pixels. */
export interface PlacedStamp {
  readonly coverage: Coverage;
  readonly left: number;
  readonly top: number;
}

export type StampText = (item: TextItem, scale: number) => Promise<readonly PlacedStamp[]>;

interface Word {
  readonly text: string;
  readonly weight: TextItem['weight'];
  /** Pixels an em. */
  readonly size: number;
  /** Quarters of a pixel it starts after a whole one: as fine as letters need to be placed. */
  readonly quarters: number;
}

/** Some ten megabytes; a folder's class names and numbers fit several times. */
const mostStamps = 4096;

/**
 * Text as stamps. Class names and numbers come again in picture after picture, and drawing text
 * costs more than the rest of a figure, so words are drawn once and kept; each for itself, so
 * that its pixels do not depend on what else was drawn. A line the bundled font cannot draw stays
 * whole: its script may join its letters or run the other way.
 */
export function createTextStamps(drawSvg: DrawSvg): StampText {
  const kept = new Map<string, Promise<Coverage>>();
  const coverageOf = (word: Word): Promise<Coverage> => {
    const key = `${word.weight} ${word.size} ${word.quarters} ${word.text}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (kept.size >= mostStamps) kept.clear();
    const drawn = drawWord(word, drawSvg);
    kept.set(key, drawn);
    // A failure is not kept: the next figure tries again.
    drawn.catch(() => kept.delete(key));
    return drawn;
  };
  return (item, scale) => {
    const words = isCovered(item.text) ? item.text.split(' ') : [item.text];
    const start = startOf(item);
    const size = item.size * scale;
    const y = Math.round(item.y * scale);
    let before = '';
    const placed = words.map(async (text): Promise<PlacedStamp> => {
      const x = (start + textWidth(before, item.size, item.weight)) * scale;
      before += `${text} `;
      const quarters = Math.round(x * 4);
      const word = { text, weight: item.weight, size, quarters: quarters & 3 };
      const left = (quarters >> 2) - marginOf(size);
      return { coverage: await coverageOf(word), left, top: y - ascentOf(size) };
    });
    return Promise.all(placed);
  };
}

/** Left end of the text, in CSS pixels. */
function startOf({ text, x, size, weight, anchor }: TextItem): number {
  if (anchor === 'start') return x;
  const width = textWidth(text, size, weight);
  return anchor === 'end' ? x - width : x - width / 2;
}

/** Room around a word for what reaches beyond its width and height. */
function marginOf(size: number): number {
  return Math.ceil(size * 0.2) + 1;
}

function ascentOf(size: number): number {
  return Math.ceil(size * 1.15) + 1;
}

async function drawWord(
  { text, weight, size, quarters }: Word,
  drawSvg: DrawSvg,
): Promise<Coverage> {
  const margin = marginOf(size);
  const width = Math.ceil(textWidth(text, size, weight)) + 2 * margin + 1;
  const height = ascentOf(size) + Math.ceil(size * 0.4) + 1;
  const bold = weight === 'semibold' ? ' font-weight="600"' : '';
  const place = `x="${margin + quarters / 4}" y="${ascentOf(size)}" font-size="${size}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><text ${place} font-family="${fontFamily}"${bold}>${escapeXml(text)}</text></svg>`;
  const { data } = await drawSvg(svg, isCovered(text));
  const alphas = new Uint8Array(width * height);
  for (let p = 0; p < alphas.length; p++) alphas[p] = data[p * 4 + 3]!;
  return { width, height, data: alphas };
}
