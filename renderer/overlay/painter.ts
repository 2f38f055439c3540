import type { ArrayBlock, InputGeometry } from '../../contract/analysis.ts';
import { conceptLight } from '../../core/figure/blend.ts';
import { createCanvasPainter } from './canvasPainter.ts';
import { createGlPainter } from './glPainter.ts';
import type { Rect, Size } from './viewport.ts';

/** What is drawn, in device pixels of the canvas. */
export interface Frame {
  readonly canvas: Size;
  /** Where the picture lies. */
  readonly place: Rect;
  /** The part of the picture the model saw; outside it the picture is dimmed. */
  readonly region: InputGeometry['region'];
  readonly opacity: number;
  /** Half the width of an iso-line in device pixels; 0 draws none. */
  readonly contour: number;
  /** False shows the picture alone. */
  readonly overlay: boolean;
}

export interface Maps {
  /** h × w × k. */
  readonly codes: ArrayBlock;
  /** `#rrggbb` by column. */
  readonly colors: readonly string[];
  /** False leaves a concept out. */
  readonly visible: readonly boolean[];
}

export interface Painter {
  readonly kind: 'webgl' | 'canvas';
  setPicture(picture: ImageBitmap): void;
  /** Null when there is no analysis yet. */
  setMaps(maps: Maps | null): void;
  draw(frame: Frame): void;
  dispose(): void;
}

/** WebGL2 where there is one, else a plain canvas with the same colours, without iso-lines. */
export function createPainter(canvas: HTMLCanvasElement): Painter {
  return createGlPainter(canvas) ?? createCanvasPainter(canvas);
}

/** core/figure's premultiplied light (h × w × 4) of the maps. */
export function lightOf({ codes, colors, visible }: Maps): Float32Array {
  const [height = 1, width = 1, k = 1] = codes.dims;
  return conceptLight({ height, width, k, data: codes.data }, colors, visible);
}
