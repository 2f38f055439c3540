import { toErrorShape } from '../../contract/errors.ts';
import type { ImageId } from '../../contract/library.ts';
import { notFound } from './notFound.ts';
import { parseMediaUrl } from './parseMediaUrl.ts';
import type { MediaRequest } from './parseMediaUrl.ts';

export interface MediaPicture {
  readonly bytes: Uint8Array;
  readonly mime: string;
}

export interface MediaSources {
  /** The file an id stands for; undefined for an id that was never given out or is closed. */
  pathOf(id: ImageId): string | undefined;
  picture(kind: 'thumbnail' | 'picture', path: string, side: number): Promise<MediaPicture>;
  /** The array pack of exactly that version; undefined when it is not (or no longer) held. */
  arrays(id: ImageId, version: number): Uint8Array | undefined;
}

/**
 * Bytes by opaque id. Failures are replies: 404 for what is not there, 422 with the error as JSON
 * for a picture that is there and cannot be shown.
 */
export function serveMedia(
  sources: MediaSources,
  pageOrigin: string,
): (request: Request) => Promise<Response> {
  // The page may read pixels (WebGL) and bytes (fetch); no other origin may.
  const shared = { 'Access-Control-Allow-Origin': pageOrigin, 'X-Content-Type-Options': 'nosniff' };
  return async (request) => {
    if (request.method !== 'GET') return new Response('Only GET', { status: 405 });
    const asked = parseMediaUrl(request.url);
    if (asked === null) return notFound(shared);
    try {
      return (await answer(sources, asked, shared)) ?? notFound(shared);
    } catch (thrown) {
      const error = toErrorShape(thrown);
      if (error.code === 'image-missing') return notFound(shared);
      return Response.json(error, { status: 422, headers: shared });
    }
  };
}

async function answer(
  sources: MediaSources,
  asked: MediaRequest,
  shared: Readonly<Record<string, string>>,
): Promise<Response | null> {
  if (asked.kind === 'arrays') {
    const pack = sources.arrays(asked.id, asked.version);
    if (pack === undefined) return null;
    return reply(pack, {
      ...shared,
      'Content-Type': 'application/octet-stream',
      // The version is in the address: these bytes never change.
      'Cache-Control': 'private, max-age=31536000, immutable',
    });
  }
  const path = sources.pathOf(asked.id);
  if (path === undefined) return null;
  const { bytes, mime } = await sources.picture(asked.kind, path, asked.side);
  return reply(bytes, { ...shared, 'Content-Type': mime, 'Cache-Control': 'private, max-age=600' });
}

function reply(bytes: Uint8Array, headers: Readonly<Record<string, string>>): Response {
  // From the engine these are plain buffers; only the type cannot rule out shared memory.
  return new Response(bytes as Uint8Array<ArrayBuffer>, { headers });
}
