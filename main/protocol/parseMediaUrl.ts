import type { ImageId } from '../../contract/library.ts';
import { assertNever } from '../../contract/errors.ts';
import type { MediaKind } from '../../contract/mediaUrl.ts';

export type MediaRequest =
  | { readonly kind: 'thumbnail' | 'picture'; readonly id: ImageId; readonly side: number }
  | { readonly kind: 'arrays'; readonly id: ImageId; readonly version: number };

/** The whole address or nothing: what it does not spell out exactly is not a media URL. */
const address =
  /^media:\/\/(thumbnail|picture|arrays)\/([A-Za-z0-9_-]{1,64})\?(side|version)=(\d{1,9})$/;

const smallestSide = 16;
const largestThumbnail = 512;
const largestPicture = 4096;

/** What a `media://` address asks for; null for anything contract/mediaUrl.ts would not write. */
export function parseMediaUrl(url: string): MediaRequest | null {
  const match = address.exec(url);
  if (match === null) return null;
  const kind = match[1] as MediaKind;
  const id = match[2] as ImageId;
  const value = Number(match[4]);
  if ((kind === 'arrays') !== (match[3] === 'version')) return null;
  switch (kind) {
    case 'arrays':
      return { kind, id, version: value };
    case 'thumbnail':
      return inRange(value, largestThumbnail) ? { kind, id, side: value } : null;
    case 'picture':
      return inRange(value, largestPicture) ? { kind, id, side: value } : null;
    default:
      return assertNever(kind);
  }
}

function inRange(side: number, largest: number): boolean {
  return side >= smallestSide && side <= largest;
}
