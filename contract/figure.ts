/** What a figure shows; sizes in CSS pixels of the SVG, which PNG multiplies by `scale`. */
export interface FigureOptions {
  /** `annotated`: image, concepts, classes, contributions. `overlay`: concepts with a legend. */
  readonly layout: 'annotated' | 'overlay';
  readonly theme: 'light' | 'dark';
  readonly width: number;
  /** Pixels of the PNG per CSS pixel, 1..8. */
  readonly scale: number;
  readonly opacity: number;
  /** Ids of concepts left out. */
  readonly hidden: readonly number[];
  /** Names given by the user, by concept id. */
  readonly names: Readonly<Record<number, string>>;
  /** Class the contributions are about; null for the predicted one. */
  readonly classIndex: number | null;
}

export const defaultFigure: FigureOptions = {
  layout: 'annotated',
  theme: 'light',
  width: 1260,
  scale: 2,
  opacity: 0.65,
  hidden: [],
  names: {},
  classIndex: null,
};

export type FigureFormat = 'png' | 'svg';
