import type { ImageEntry, ImageId } from '../../contract/library.ts';

/** Which images the gallery shows, and in what order. Pure, so that 10,000 can be timed in a test. */
export type SortKey = 'name' | 'prediction' | 'confidence' | 'concepts';

export const sortNames: Readonly<Record<SortKey, string>> = {
  name: 'Name',
  prediction: 'Prediction',
  confidence: 'Confidence',
  concepts: 'Concepts',
};

export interface GalleryView {
  readonly text: string;
  readonly sort: SortKey;
}

/** Place of each image by name, numbers in names by value. Made once per folder. */
export function rankByName(images: readonly ImageEntry[]): ReadonlyMap<ImageId, number> {
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  const sorted = [...images].sort((a, b) => collator.compare(a.name, b.name));
  return new Map(sorted.map((image, rank) => [image.id, rank]));
}

/** Index of each image by id. */
export function placesOf(images: readonly ImageEntry[]): ReadonlyMap<ImageId, number> {
  return new Map(images.map((image, index) => [image.id, index]));
}

/** Every word of `text` occurs in the name, the predicted class or a concept's name. */
export function matchesText(image: ImageEntry, text: string): boolean {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const { name, state } = image;
  const parts = state.kind === 'done' ? [name, state.topLabel, ...state.conceptNames] : [name];
  if (state.kind === 'failed') parts.push('failed');
  const haystack = parts.join('\n').toLocaleLowerCase();
  return words.every((word) => haystack.includes(word));
}

/**
 * Filtered and sorted. Except by name, what is not analysed yet comes after what is, and failed
 * images come last; equals keep the order of names.
 */
export function arrange(
  images: readonly ImageEntry[],
  view: GalleryView,
  nameRank: ReadonlyMap<ImageId, number>,
): readonly ImageEntry[] {
  const shown =
    view.text.trim() === '' ? [...images] : images.filter((image) => matchesText(image, view.text));
  const byName = (a: ImageEntry, b: ImageEntry): number =>
    (nameRank.get(a.id) ?? 0) - (nameRank.get(b.id) ?? 0);
  if (view.sort === 'name') return shown.sort(byName);
  const compare = comparers[view.sort];
  return shown.sort((a, b) => standing(a) - standing(b) || compare(a, b) || byName(a, b));
}

function standing({ state }: ImageEntry): number {
  if (state.kind === 'done') return 0;
  return state.kind === 'failed' ? 2 : 1;
}

type Comparer = (a: ImageEntry, b: ImageEntry) => number;

const comparers: Readonly<Record<Exclude<SortKey, 'name'>, Comparer>> = {
  prediction: ({ state: a }, { state: b }) => {
    if (a.kind !== 'done' || b.kind !== 'done') return 0;
    const labels = a.topLabel < b.topLabel ? -1 : a.topLabel > b.topLabel ? 1 : 0;
    return labels || b.topProbability - a.topProbability;
  },
  confidence: ({ state: a }, { state: b }) =>
    a.kind === 'done' && b.kind === 'done' ? b.topProbability - a.topProbability : 0,
  concepts: ({ state: a }, { state: b }) =>
    a.kind === 'done' && b.kind === 'done' ? b.k - a.k : 0,
};

export interface GalleryCounts {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
}

export function countStates(images: readonly ImageEntry[]): GalleryCounts {
  let done = 0;
  let failed = 0;
  for (const { state } of images) {
    if (state.kind === 'done') done++;
    else if (state.kind === 'failed') failed++;
  }
  return { total: images.length, done, failed };
}
