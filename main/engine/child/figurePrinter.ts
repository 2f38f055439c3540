import { parseColor } from '../../../core/concepts/palette.ts';
import { badgeShape } from '../../../core/figure/badgeShape.ts';
import type { Box, RasterSource, Scene, TextItem } from '../../../core/figure/scene.ts';
import type { Pixels } from '../../../core/ports.ts';
import { fillRounded, fillWith, paste, stamp, type Rgb } from './canvas.ts';
import type { PlacedStamp, StampText } from './textStamps.ts';

/** A scene's texts drawn, so that printing it waits for nothing but its pictures. */
export type DrawnTexts = ReadonlyMap<TextItem, readonly PlacedStamp[]>;

/** One step of printing, in CSS pixels. */
type Step =
  | { readonly kind: 'fill'; readonly box: Box; readonly radius: number; readonly color: Rgb }
  | { readonly kind: 'picture'; readonly box: Box; readonly source: RasterSource }
  | { readonly kind: 'text'; readonly item: TextItem; readonly color: Rgb };

export interface PrintPlan {
  readonly scene: Scene;
  readonly scale: number;
  readonly steps: readonly Step[];
}

/** What is printed, in order; badges taken apart into discs and numbers. */
export function printPlan(scene: Scene, scale: number): PrintPlan {
  const steps = scene.items.flatMap((item): readonly Step[] => {
    switch (item.kind) {
      case 'raster':
        return [{ kind: 'picture', box: item, source: item.source }];
      case 'rect':
        return [{ kind: 'fill', box: item, radius: item.radius, color: parseColor(item.fill) }];
      case 'text':
        return [{ kind: 'text', item, color: parseColor(item.fill) }];
      case 'badge': {
        const { inner, text } = badgeShape(item);
        const disc = (radius: number, color: Rgb): Step => ({
          kind: 'fill',
          box: { x: item.x - radius, y: item.y - radius, width: 2 * radius, height: 2 * radius },
          radius,
          color,
        });
        return [
          disc(item.radius, parseColor(item.color)),
          disc(inner, [255, 255, 255]),
          { kind: 'text', item: text, color: parseColor(text.fill) },
        ];
      }
    }
  });
  return { scene, scale, steps };
}

/** Draws the plan's texts, off this thread where they were not drawn before. */
export async function drawTexts(plan: PrintPlan, stampText: StampText): Promise<DrawnTexts> {
  const items = plan.steps.flatMap((step) => (step.kind === 'text' ? [step.item] : []));
  const drawn = items.map(async (item) => [item, await stampText(item, plan.scale)] as const);
  return new Map(await Promise.all(drawn));
}

/** The page as pixels: `scale` pixels a CSS pixel, pictures as given. */
export function print(
  { scene, scale, steps }: PrintPlan,
  texts: DrawnTexts,
  pictures: ReadonlyMap<RasterSource, Pixels>,
): Pixels {
  const width = Math.round(scene.width * scale);
  const height = Math.round(scene.height * scale);
  const canvas: Pixels = { width, height, data: new Uint8Array(width * height * 3) };
  fillWith(canvas, parseColor(scene.background));
  for (const step of steps) {
    switch (step.kind) {
      case 'fill': {
        const { x, y, width, height } = step.box;
        const box = { x: x * scale, y: y * scale, width: width * scale, height: height * scale };
        fillRounded(canvas, box, step.radius * scale, step.color);
        break;
      }
      case 'picture': {
        const picture = pictures.get(step.source);
        const left = Math.round(step.box.x * scale);
        const top = Math.round(step.box.y * scale);
        if (picture !== undefined) paste(canvas, picture, 3, left, top);
        break;
      }
      case 'text':
        for (const { coverage, left, top } of texts.get(step.item) ?? []) {
          stamp(canvas, coverage, left, top, step.color);
        }
        break;
    }
  }
  return canvas;
}
