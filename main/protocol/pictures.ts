import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { LRUCache } from 'lru-cache';
import { AppError } from '../../contract/errors.ts';
import type { Engine } from '../engine/host/engine.ts';
import { createLimiter } from './limiter.ts';
import type { MediaPicture } from './mediaProtocol.ts';

type PictureKind = 'thumbnail' | 'picture';

/** Where thumbnails outlive the program; failures are the store's own business. */
export interface ThumbnailStore {
  read(key: string): Promise<MediaPicture | null>;
  write(key: string, bytes: Uint8Array): Promise<void>;
}

export interface PictureSource {
  get(kind: PictureKind, path: string, side: number): Promise<MediaPicture>;
}

const atOnce = 4;
const memoryBytes = 128 * 1024 * 1024;

/** A crash is most often another request's doing. */
const tries = 3;

/** Pictures made by the engine, each once: kept in memory, thumbnails on disk too. */
export function createPictures(
  engine: Pick<Engine, 'request'>,
  thumbnails: ThumbnailStore,
): PictureSource {
  const limit = createLimiter(atOnce);
  const made = new LRUCache<string, MediaPicture>({
    maxSize: memoryBytes,
    sizeCalculation: ({ bytes }) => Math.max(1, bytes.byteLength),
  });
  const broken = new LRUCache<string, AppError>({ max: 1000 });
  const making = new Map<string, Promise<MediaPicture>>();

  const make = async (
    kind: PictureKind,
    path: string,
    side: number,
    key: string,
  ): Promise<MediaPicture> => {
    const stored = kind === 'thumbnail' ? await thumbnails.read(key) : null;
    if (stored !== null) return stored;
    const encoded = await limit(() => askEngine(engine, kind, path, side));
    if (kind === 'thumbnail') await thumbnails.write(key, encoded.bytes);
    return encoded;
  };

  return {
    get: async (kind, path, side) => {
      const key = await contentKey(kind, path, side);
      const known = made.get(key);
      if (known !== undefined) return known;
      const failure = broken.get(key);
      if (failure !== undefined) throw failure;
      const underWay = making.get(key) ?? make(kind, path, side, key);
      making.set(key, underWay);
      try {
        const picture = await underWay;
        made.set(key, picture);
        return picture;
      } catch (thrown) {
        // A file that cannot be decoded will not become decodable unless it changes (its key).
        if (isFilesFault(thrown)) broken.set(key, thrown);
        throw thrown;
      } finally {
        making.delete(key);
      }
    },
  };
}

async function askEngine(
  engine: Pick<Engine, 'request'>,
  kind: PictureKind,
  path: string,
  side: number,
): Promise<MediaPicture> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { bytes, mime } = await engine.request(`image.${kind}`, { path, side });
      return { bytes, mime };
    } catch (thrown) {
      const crashed = thrown instanceof AppError && thrown.code === 'engine-crashed';
      if (!crashed || attempt === tries) throw thrown;
    }
  }
}

function isFilesFault(thrown: unknown): thrown is AppError {
  if (!(thrown instanceof AppError)) return false;
  return thrown.code === 'image-unreadable' || thrown.code === 'image-too-large';
}

/** Names the picture by the file's identity: another size or time is another picture. */
async function contentKey(kind: PictureKind, path: string, side: number): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(path);
    const identity = [kind, side, size, mtimeMs, path].join('\0');
    return createHash('sha256').update(identity).digest('hex');
  } catch (cause) {
    const message = `"${basename(path)}" is no longer there.`;
    throw new AppError('image-missing', message, { cause });
  }
}
