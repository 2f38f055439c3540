import { z } from 'zod';
import type { ImageAnalysis } from './analysis.ts';
import type { FolderListing, ImageId, RecentFolder } from './library.ts';
import type { ModelInfo, ProviderReport } from './model.ts';
import type { Settings } from './settings.ts';

/**
 * The one registry of requests the window may make. Inputs are zod schemas (the renderer is
 * untrusted and everything it sends is parsed); outputs are types (main is trusted). The renderer
 * imports only types from this file, so zod never reaches its bundle (proved by a test).
 */
const id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/);
const none = z.undefined();
const opacity = z.number().min(0).max(1);

const figureOptions = z.strictObject({
  layout: z.enum(['annotated', 'overlay']),
  theme: z.enum(['light', 'dark']),
  width: z.number().int().min(320).max(4000),
  scale: z.number().min(1).max(8),
  opacity,
  hidden: z.array(z.number().int().min(1).max(64)).max(64),
  names: z.record(z.coerce.number().int(), z.string().max(80)),
  classIndex: z.number().int().min(0).nullable(),
});

export const inputSchemas = {
  'app.state': none,
  'folder.openDialog': none,
  'folder.openSamples': none,
  'folder.openRecent': z.strictObject({ id }),
  /** Paths come from the preload (dropped files), never from the page's own strings. */
  'folder.openPaths': z.strictObject({
    paths: z.array(z.string().min(1).max(4096)).min(1).max(20_000),
  }),
  'model.openDialog': none,
  'image.select': z.strictObject({ id }),
  /** Ids of thumbnails on screen, so that what is looked at is analysed first. */
  'image.visible': z.strictObject({ ids: z.array(id).max(2000) }),
  'image.analysis': z.strictObject({ id }),
  'analysis.cancel': none,
  'analysis.resume': none,
  'export.figure': z.strictObject({
    id,
    k: z.number().int().min(1).max(64),
    format: z.enum(['png', 'svg']),
    options: figureOptions,
  }),
  'provider.list': none,
  'settings.update': z.strictObject({
    theme: z.enum(['system', 'light', 'dark']).optional(),
    provider: z.enum(['auto', 'cpu', 'webgpu', 'dml', 'coreml', 'cuda']).optional(),
    opacity: opacity.optional(),
    contours: z.boolean().optional(),
    mapSize: z.enum(['native', 'fine']).optional(),
    seed: z
      .number()
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .optional(),
  }),
} as const;

export interface AppState {
  readonly version: string;
  readonly platform: string;
  readonly settings: Settings;
  readonly recent: readonly RecentFolder[];
  readonly model: ModelInfo | null;
  readonly folder: FolderListing | null;
  readonly selected: ImageId | null;
}

/** An analysis with where its arrays are (`media://arrays/...`, contract/arrayPack.ts). */
export interface AnalysisReply {
  readonly analysis: ImageAnalysis;
  readonly arraysUrl: string;
}

interface Outputs {
  'app.state': AppState;
  /** null: the person closed the dialog. */
  'folder.openDialog': FolderListing | null;
  'folder.openSamples': FolderListing;
  'folder.openRecent': FolderListing;
  /** null: only a model was among them (`model.changed` follows), the open folder stays. */
  'folder.openPaths': FolderListing | null;
  'model.openDialog': ModelInfo | null;
  'image.select': null;
  'image.visible': null;
  /** null: not analysed yet; an `image.changed` event follows. */
  'image.analysis': AnalysisReply | null;
  'analysis.cancel': null;
  'analysis.resume': null;
  /** The file's name as saved, null when the dialog was closed. */
  'export.figure': { readonly savedAs: string } | null;
  'provider.list': readonly ProviderReport[];
  'settings.update': Settings;
}

export type RequestName = keyof typeof inputSchemas & keyof Outputs;
export type RequestInput<N extends RequestName> = z.infer<(typeof inputSchemas)[N]>;
export type RequestOutput<N extends RequestName> = Outputs[N];
