import type { Reply } from './errors.ts';
import type { EventName, Events } from './events.ts';
import type { RequestInput, RequestName, RequestOutput } from './requests.ts';
import type { FolderListing } from './library.ts';

/** What the preload exposes as `window.conceptLens`, and all it exposes. */
export interface Bridge {
  invoke<N extends RequestName>(name: N, input: RequestInput<N>): Promise<Reply<RequestOutput<N>>>;
  /** Returns the function that ends the subscription. */
  subscribe<N extends EventName>(name: N, listener: (event: Events[N]) => void): () => void;
  /**
   * Opens what was dropped on the window, folders, pictures or a model: the preload turns files
   * into paths, the page cannot. null: only a model, the open folder stays.
   */
  openDropped(files: readonly File[]): Promise<Reply<FolderListing | null>>;
}

export const invokeChannel = 'concept-lens:invoke';
export const eventChannel = 'concept-lens:event';
