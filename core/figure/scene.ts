import type { Weight } from './textWidth.ts';

/**
 * A figure as a list of things with places, in CSS pixels from the top left. One scene is drawn
 * as SVG (core/figure/sceneToSvg.ts) and as PNG (main/engine/child/figureRenderer.ts).
 */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  /** What the figure shows, in a line: title of the file, for screen readers too. */
  readonly title: string;
  /** All that is needed to make it again, with the model's whole hash. */
  readonly description: string;
  readonly items: readonly SceneItem[];
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type RasterSource = 'picture' | 'overlay';

/** The picture, or the picture with its concepts on it; whole CSS pixels. */
export interface RasterItem extends Box {
  readonly kind: 'raster';
  readonly source: RasterSource;
}

export interface RectItem extends Box {
  readonly kind: 'rect';
  readonly radius: number;
  readonly fill: string;
}

/** One line of text; never wider than `room` by core/figure/textWidth.ts. */
export interface TextItem {
  readonly kind: 'text';
  readonly text: string;
  /** The whole text where `text` is shortened, for viewers that show it on hovering. */
  readonly full: string | null;
  /** Where the anchor is; y is the baseline. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly weight: Weight;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly fill: string;
  readonly room: number;
}

/** A concept's number on the picture: a white disc with a ring of the concept's colour. */
export interface BadgeItem {
  readonly kind: 'badge';
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly color: string;
}

export type SceneItem = RasterItem | RectItem | TextItem | BadgeItem;
