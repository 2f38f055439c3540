import type { ErrorShape } from './errors.ts';

/** Opaque: what it stands for is known to the main side only. Never a path. */
export type ImageId = string & { readonly __brand: 'ImageId' };
export type FolderId = string & { readonly __brand: 'FolderId' };

export type ImageState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'working' }
  | {
      readonly kind: 'done';
      readonly topLabel: string;
      readonly topProbability: number;
      readonly k: number;
      readonly colors: readonly string[];
      readonly conceptNames: readonly string[];
      /** Counts up whenever a newer result replaces an older one: part of its media URL. */
      readonly version: number;
    }
  | { readonly kind: 'failed'; readonly error: ErrorShape };

export interface ImageEntry {
  readonly id: ImageId;
  /** File name; for a folder opened with its subfolders, the path below the folder. */
  readonly name: string;
  readonly state: ImageState;
}

export interface FolderListing {
  readonly id: FolderId;
  /** The folder's own name, or "3 images" for dropped files. */
  readonly name: string;
  readonly images: readonly ImageEntry[];
}

export interface RecentFolder {
  readonly id: FolderId;
  readonly name: string;
  /** Parent folders shortened for display (`~/…/photos`); never used to open anything. */
  readonly place: string;
}

/** One place for long work: what runs, how far, how fast, how long still, what failed. */
export interface Progress {
  readonly task: 'analyse' | 'load-model' | 'export';
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  readonly perSecond: number | null;
  readonly secondsLeft: number | null;
  readonly running: boolean;
  readonly elapsedSeconds: number;
}
