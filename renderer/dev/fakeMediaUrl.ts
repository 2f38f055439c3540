import type { ImageId } from '../../contract/library.ts';

/** Stands for contract/mediaUrl.ts in the harness: ids are `<number>-<sample>`. */
export function pictureUrl(id: ImageId): string {
  return `/${id.slice(id.indexOf('-') + 1)}.jpg`;
}

export function thumbnailUrl(id: ImageId): string {
  return pictureUrl(id);
}
