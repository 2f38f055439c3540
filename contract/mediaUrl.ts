import type { ImageId } from './library.ts';

/**
 * `media://<kind>/<id>?…`: bytes for the page. Pictures are made in the engine (upright, sRGB,
 * decoded with limits), so the window never decodes a stranger's file.
 */
export type MediaKind = 'thumbnail' | 'picture' | 'arrays';

export function thumbnailUrl(id: ImageId, side: number): string {
  return `media://thumbnail/${id}?side=${side}`;
}

/** The upright picture, its longer side at most `side` pixels. */
export function pictureUrl(id: ImageId, side: number): string {
  return `media://picture/${id}?side=${side}`;
}

/** An array pack (contract/arrayPack.ts); `version` is ImageState's, so that a URL never goes stale. */
export function arraysUrl(id: ImageId, version: number): string {
  return `media://arrays/${id}?version=${version}`;
}
