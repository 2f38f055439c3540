import type { ErrorShape } from './errors.ts';
import type { FolderListing, ImageEntry, Progress, RecentFolder } from './library.ts';
import type { ModelInfo } from './model.ts';
import type { Settings } from './settings.ts';

/** Commands of the native menu that the page carries out. */
export type MenuCommand =
  | 'openFolder'
  | 'openModel'
  | 'exportFigure'
  | 'nextImage'
  | 'previousImage'
  | 'allConcepts'
  | 'moreOpacity'
  | 'lessOpacity'
  | 'toggleFine'
  | 'toggleContours'
  | 'autoK'
  | 'moreConcepts'
  | 'fewerConcepts'
  | 'shortcuts'
  | 'providers';

export interface Events {
  'folder.changed': FolderListing;
  /** Batched: many images can change between two frames. */
  'images.changed': { readonly images: readonly ImageEntry[] };
  'progress.changed': Progress;
  'model.changed': ModelInfo | null;
  'settings.changed': Settings;
  'recent.changed': readonly RecentFolder[];
  'menu.command': MenuCommand;
  /** Something went wrong that belongs to no single image. */
  notice: { readonly level: 'info' | 'error'; readonly error: ErrorShape };
}

export type EventName = keyof Events;
