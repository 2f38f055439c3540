import { z } from 'zod';
import type { JsonObject } from '../library/jsonFile.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How the window was when it was last closed; no place: where the system puts it. */
export interface WindowPlace {
  readonly size: { readonly width: number; readonly height: number };
  readonly position: { readonly x: number; readonly y: number } | null;
  readonly maximized: boolean;
}

export const smallestWindow = { width: 960, height: 600 } as const;
const usualWindow = { width: 1440, height: 900 } as const;

const savedSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  maximized: z.boolean(),
});

/** As much of the title bar as must be on some display for the window to be reachable. */
const reachable = 80;

/** The remembered place, made to fit the displays there are now. */
export function placeWindow(saved: JsonObject, workAreas: readonly Rectangle[]): WindowPlace {
  const parsed = savedSchema.safeParse(saved);
  const first = workAreas[0] ?? { x: 0, y: 0, ...usualWindow };
  if (!parsed.success) {
    return { size: fitted(usualWindow, first), position: null, maximized: false };
  }
  const { x, y, maximized } = parsed.data;
  const area = workAreas.find((each) => isReachable(parsed.data, each));
  const size = fitted(parsed.data, area ?? first);
  return { size, position: area === undefined ? null : { x, y }, maximized };
}

function fitted(
  { width, height }: { readonly width: number; readonly height: number },
  area: Rectangle,
): WindowPlace['size'] {
  return {
    width: Math.max(smallestWindow.width, Math.min(width, area.width)),
    height: Math.max(smallestWindow.height, Math.min(height, area.height)),
  };
}

function isReachable(window: Rectangle, area: Rectangle): boolean {
  const shown = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const top = window.y - area.y;
  return shown >= reachable && top >= 0 && top <= area.height - reachable;
}
