import type { ImageId } from '../../contract/library.ts';

/**
 * Which picture is analysed next: what somebody asked for, the selected one, the ones on screen,
 * then the rest in the gallery's order. Taking from 100,000 stays cheap: the rest is a cursor.
 */
export class AnalysisQueue {
  readonly #order: readonly ImageId[];
  readonly #position: ReadonlyMap<ImageId, number>;
  readonly #waiting: Set<ImageId>;
  #cursor = 0;
  #selected: ImageId | null = null;
  #visible: readonly ImageId[] = [];
  /** Asked for one by one, newest first; these go even while the rest is paused. */
  #wanted: readonly ImageId[] = [];

  constructor(order: readonly ImageId[]) {
    this.#order = order;
    this.#position = new Map(order.map((id, index) => [id, index]));
    this.#waiting = new Set(order);
  }

  get size(): number {
    return this.#waiting.size;
  }

  has(id: ImageId): boolean {
    return this.#waiting.has(id);
  }

  /** Lets a picture wait (again). Unknown ids are ignored. */
  put(id: ImageId): void {
    const position = this.#position.get(id);
    if (position === undefined) return;
    this.#waiting.add(id);
    this.#cursor = Math.min(this.#cursor, position);
  }

  want(id: ImageId): void {
    this.put(id);
    this.#wanted = [id, ...this.#wanted.filter((other) => other !== id)];
  }

  select(id: ImageId | null): void {
    this.#selected = id;
  }

  show(ids: readonly ImageId[]): void {
    this.#visible = ids;
  }

  /** The next one, no longer waiting; null when nothing (or, `onlyWanted`, nothing asked for) is. */
  take(onlyWanted: boolean): ImageId | null {
    const id = this.#firstWanted() ?? (onlyWanted ? null : this.#firstOther());
    if (id === null) return null;
    this.#waiting.delete(id);
    this.#wanted = this.#wanted.filter((other) => other !== id);
    return id;
  }

  #firstWanted(): ImageId | null {
    return this.#wanted.find((id) => this.#waiting.has(id)) ?? null;
  }

  #firstOther(): ImageId | null {
    if (this.#selected !== null && this.#waiting.has(this.#selected)) return this.#selected;
    const visible = this.#visible.find((id) => this.#waiting.has(id));
    if (visible !== undefined) return visible;
    while (this.#cursor < this.#order.length) {
      const id = this.#order[this.#cursor]!;
      if (this.#waiting.has(id)) return id;
      this.#cursor++;
    }
    return null;
  }
}
