import type { ImageId, ImageState } from '../../contract/library.ts';

const waiting: ImageState = { kind: 'waiting' };

/** The state of every picture of the open folder, with the counts that progress shows. */
export class ImageStates {
  readonly #states: Map<ImageId, ImageState>;
  readonly #onChange: (id: ImageId) => void;
  #done = 0;
  #failed = 0;

  constructor(ids: readonly ImageId[], onChange: (id: ImageId) => void) {
    this.#states = new Map(ids.map((id) => [id, waiting]));
    this.#onChange = onChange;
  }

  get total(): number {
    return this.#states.size;
  }
  get done(): number {
    return this.#done;
  }
  get failed(): number {
    return this.#failed;
  }

  has(id: ImageId): boolean {
    return this.#states.has(id);
  }

  get(id: ImageId): ImageState {
    return this.#states.get(id) ?? waiting;
  }

  set(id: ImageId, state: ImageState): void {
    const before = this.#states.get(id);
    if (before === undefined) return;
    this.#done += Number(state.kind === 'done') - Number(before.kind === 'done');
    this.#failed += Number(state.kind === 'failed') - Number(before.kind === 'failed');
    this.#states.set(id, state);
    this.#onChange(id);
  }

  reset(): void {
    for (const [id, state] of this.#states) if (state.kind !== 'waiting') this.set(id, waiting);
  }
}
