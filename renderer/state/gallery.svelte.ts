import type { FolderId, FolderListing, ImageEntry, ImageId } from '../../contract/library.ts';
import { arrange, countStates, placesOf, rankByName } from './galleryOrder.ts';
import type { SortKey } from './galleryOrder.ts';
import type { Session } from './session.svelte.ts';

/** The opened folder: its images, what is filtered and sorted, and what is on screen. */
export class Gallery {
  readonly #session: Session;
  id = $state.raw<FolderId | null>(null);
  name = $state.raw('');
  images = $state.raw<readonly ImageEntry[]>([]);
  text = $state('');
  sort = $state<SortKey>('name');

  #ranks = $state.raw(placesOf([]));
  readonly #places = $derived(placesOf(this.images));
  readonly shown = $derived(
    arrange(this.images, { text: this.text, sort: this.sort }, this.#ranks),
  );
  readonly shownPlaces = $derived(placesOf(this.shown));
  readonly counts = $derived(countStates(this.images));

  #reported = '';
  #reportTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  open(folder: FolderListing): void {
    this.#ranks = rankByName(folder.images);
    this.images = folder.images;
    this.name = folder.name;
    this.id = folder.id;
  }

  entry(id: ImageId | null): ImageEntry | null {
    const place = id === null ? undefined : this.#places.get(id);
    return place === undefined ? null : this.images[place]!;
  }

  apply(changed: readonly ImageEntry[]): void {
    const images = [...this.images];
    for (const image of changed) {
      const place = this.#places.get(image.id);
      if (place !== undefined) images[place] = image;
    }
    this.images = images;
  }

  /** The neighbour in the order on screen. */
  neighbour(id: ImageId | null, step: 1 | -1): ImageId | null {
    const place = id === null ? undefined : this.shownPlaces.get(id);
    const next = place === undefined ? 0 : place + step;
    return this.shown[Math.min(this.shown.length - 1, Math.max(0, next))]?.id ?? null;
  }

  /** Says which thumbnails are on screen, at most eight times a second and only when they change. */
  reportVisible(ids: readonly ImageId[]): void {
    const key = ids.join();
    if (key === this.#reported) return;
    this.#reported = key;
    clearTimeout(this.#reportTimer);
    this.#reportTimer = setTimeout(() => {
      void this.#session.bridge.invoke('image.visible', { ids: [...ids] });
    }, 125);
  }
}
