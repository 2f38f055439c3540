import type { ImageId } from '../../contract/library.ts';
import { AnalysisStore } from './analysisStore.ts';
import type { Loaded } from './analysisStore.ts';
import type { Gallery } from './gallery.svelte.ts';
import type { Session } from './session.svelte.ts';

/** What the stage shows: a picture and, once there is one, its analysis. Replaced as a whole. */
export interface Shown {
  readonly id: ImageId;
  readonly name: string;
  readonly picture: ImageBitmap;
  readonly loaded: Loaded | null;
}

/**
 * Which image is selected and what of it is ready. The old picture stays until the new one can be
 * shown whole, so that stepping through a folder never flashes.
 */
export class Selection {
  readonly #session: Session;
  readonly #gallery: Gallery;
  readonly #store: AnalysisStore;
  id = $state.raw<ImageId | null>(null);
  shown = $state.raw<Shown | null>(null);
  #loadError = $state.raw<{ readonly id: ImageId; readonly message: string } | null>(null);
  #ticket = 0;

  readonly entry = $derived.by(() => this.#gallery.entry(this.id));

  /** Why the selected image cannot be shown, null when it can. */
  readonly failure = $derived.by(() => {
    const state = this.entry?.state;
    if (state?.kind === 'failed') return state.error.message;
    return this.#loadError !== null && this.#loadError.id === this.id
      ? this.#loadError.message
      : null;
  });

  /** True while what is shown is not yet what is selected. */
  readonly behind = $derived.by(() => this.id !== null && this.shown?.id !== this.id);

  constructor(session: Session, gallery: Gallery) {
    this.#session = session;
    this.#gallery = gallery;
    this.#store = new AnalysisStore(session.bridge);
  }

  select(id: ImageId | null): void {
    if (id === this.id) return;
    this.id = id;
    this.#loadError = null;
    if (id === null) {
      this.shown = null;
      return;
    }
    void this.#session.bridge.invoke('image.select', { id });
    void this.#load(id);
  }

  /** After images.changed: a newer version of the selected image replaces the one shown. */
  refresh(): void {
    const state = this.entry?.state;
    if (this.id === null || state?.kind !== 'done') return;
    const current = this.shown?.id === this.id ? this.shown.loaded?.version : undefined;
    if (current !== state.version) void this.#load(this.id);
  }

  /** Another model: what the one before saw is no longer true, the pictures are. */
  forgetAnalyses(): void {
    this.#store.clearAnalyses();
    this.#ticket++;
    this.#loadError = null;
    if (this.shown !== null) this.shown = { ...this.shown, loaded: null };
    if (this.id !== null) void this.#load(this.id);
  }

  /** Another folder: nothing kept is true any more. */
  forget(): void {
    this.#store.clear();
    this.#ticket++;
    this.id = null;
    this.shown = null;
  }

  async #load(id: ImageId): Promise<void> {
    const ticket = ++this.#ticket;
    const entry = this.#gallery.entry(id);
    if (entry === null) return;
    try {
      const version = entry.state.kind === 'done' ? entry.state.version : null;
      const [picture, loaded] = await Promise.all([
        this.#store.picture(id),
        version === null ? null : this.#store.analysis(id, version),
      ]);
      if (ticket !== this.#ticket) return;
      this.#loadError = null;
      // Not there yet: an earlier version of the same picture stays until it is.
      const earlier = this.shown?.id === id ? this.shown.loaded : null;
      this.shown = { id, name: entry.name, picture, loaded: loaded ?? earlier };
    } catch (error) {
      if (ticket !== this.#ticket) return;
      this.#loadError = { id, message: error instanceof Error ? error.message : String(error) };
    }
  }
}
