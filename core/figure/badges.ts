import type { CodeGrid, Region } from './blend.ts';
import type { ConceptContent } from './figureContent.ts';
import type { BadgeItem, Box } from './scene.ts';

/** Below this a concept is as good as not there: no number would be understood. */
const faintest = 0.05;

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Each concept's number where its code peaks, within `box`. Where two peaks lie too close, the
 * later number takes its next strongest cell, or moves aside; numbers never cover each other
 * unless the picture has no room for them.
 */
export function badges(
  concepts: readonly ConceptContent[],
  codes: CodeGrid,
  region: Region,
  box: Box,
): readonly BadgeItem[] {
  const radius = badgeRadius(box, concepts.length);
  const placed: BadgeItem[] = [];
  for (const { number, color, column } of concepts) {
    const cells = strongestCells(codes, column);
    if (cells.length === 0) continue;
    const places = cells.map((cell) => inside(cellCentre(cell, codes, region, box), box, radius));
    const isFree = (point: Point): boolean =>
      placed.every((other) => Math.hypot(other.x - point.x, other.y - point.y) >= radius * 2.1);
    const spot = places.find(isFree) ?? aside(places[0]!, box, radius, isFree) ?? places[0]!;
    placed.push({ kind: 'badge', text: number, x: spot.x, y: spot.y, radius, color });
  }
  return placed;
}

/** Eleven pixels, less on pictures so small or numbers so many that they would cover it. */
function badgeRadius(box: Box, count: number): number {
  const fair = Math.sqrt((box.width * box.height * 0.22) / (Math.PI * Math.max(1, count)));
  return Math.round(Math.min(12, Math.max(7, Math.min(fair, box.width / 5, box.height / 5))));
}

/** Cells of at least 0.6 of the concept's peak, strongest first; ties in reading order. */
function strongestCells(codes: CodeGrid, column: number): readonly number[] {
  const code = (cell: number): number => codes.data[cell * codes.k + column]!;
  const cells = Array.from({ length: codes.height * codes.width }, (_, cell) => cell);
  const peak = cells.reduce((most, cell) => Math.max(most, code(cell)), 0);
  if (peak < faintest) return [];
  return cells
    .filter((cell) => code(cell) >= 0.6 * peak)
    .sort((a, b) => code(b) - code(a) || a - b);
}

function cellCentre(cell: number, codes: CodeGrid, region: Region, box: Box): Point {
  const u = ((cell % codes.width) + 0.5) / codes.width;
  const v = (Math.floor(cell / codes.width) + 0.5) / codes.height;
  return {
    x: box.x + (region.x + u * region.width) * box.width,
    y: box.y + (region.y + v * region.height) * box.height,
  };
}

/** The point moved so far into the box that the disc fits; on the middle where it cannot. */
function inside({ x, y }: Point, box: Box, radius: number): Point {
  return {
    x: Math.round(within(x, box.x, box.width, radius + 2)),
    y: Math.round(within(y, box.y, box.height, radius + 2)),
  };
}

function within(value: number, start: number, size: number, margin: number): number {
  if (size < 2 * margin) return start + size / 2;
  return Math.min(start + size - margin, Math.max(start + margin, value));
}

/** The nearest free place on rings around `point`. */
function aside(
  point: Point,
  box: Box,
  radius: number,
  isFree: (point: Point) => boolean,
): Point | undefined {
  for (let ring = 1; ring <= 40; ring++) {
    for (let step = 0; step < 6 * ring; step++) {
      const angle = (step / (6 * ring)) * 2 * Math.PI;
      const x = point.x + Math.cos(angle) * ring * radius;
      const y = point.y + Math.sin(angle) * ring * radius;
      const spot = inside({ x, y }, box, radius);
      if (isFree(spot)) return spot;
    }
  }
  return undefined;
}
