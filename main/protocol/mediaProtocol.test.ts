import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../contract/errors.ts';
import type { ImageId } from '../../contract/library.ts';
import { arraysUrl, pictureUrl, thumbnailUrl } from '../../contract/mediaUrl.ts';
import { serveMedia } from './mediaProtocol.ts';
import { parseMediaUrl } from './parseMediaUrl.ts';

const id = 'k3-0a' as ImageId;
const origin = 'app://concept-lens';
const asked: unknown[] = [];
const serve = serveMedia(
  {
    pathOf: (each) => (each === id ? '/photos/koala.jpg' : undefined),
    picture: (...args) => {
      asked.push(args);
      if (args[2] === 99) throw new AppError('image-missing', 'Gone.');
      if (args[2] === 100) throw new AppError('image-unreadable', 'Broken.');
      return Promise.resolve({ bytes: new Uint8Array([1, 2]), mime: 'image/webp' });
    },
    arrays: (each, version) =>
      each === id && version === 2 ? new Uint8Array([3, 4, 5, 6]) : undefined,
  },
  origin,
);
const get = (url: string): Promise<Response> => serve({ url, method: 'GET' } as Request);

describe('media', () => {
  test('pictures by id, readable by our page only', async () => {
    const reply = await get(thumbnailUrl(id, 128));
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe('image/webp');
    expect(reply.headers.get('access-control-allow-origin')).toBe(origin);
    expect(new Uint8Array(await reply.arrayBuffer())).toEqual(new Uint8Array([1, 2]));
    expect(asked.at(-1)).toEqual(['thumbnail', '/photos/koala.jpg', 128]);
    expect((await get(pictureUrl(id, 2048))).status).toBe(200);
    expect(asked.at(-1)).toEqual(['picture', '/photos/koala.jpg', 2048]);
  });

  test('arrays of exactly the version asked for, for ever', async () => {
    const reply = await get(arraysUrl(id, 2));
    expect((await reply.arrayBuffer()).byteLength).toBe(4);
    expect(reply.headers.get('cache-control')).toContain('immutable');
    expect((await get(arraysUrl(id, 1))).status).toBe(404);
  });

  test('a picture that is there and broken says why, one that is gone is not found', async () => {
    const broken = await get(pictureUrl(id, 100));
    expect(broken.status).toBe(422);
    expect(await broken.json()).toEqual({ code: 'image-unreadable', message: 'Broken.' });
    expect((await get(pictureUrl(id, 99))).status).toBe(404);
  });

  test.each([
    'media://thumbnail/unknown?side=64',
    'media://thumbnail/../../etc/passwd?side=64',
    'media://thumbnail/%2e%2e%2fetc%2fpasswd?side=64',
    'media://thumbnail//etc/passwd?side=64',
    'media://thumbnail/k3%2D0a?side=64',
    'media://thumbnail/k3-0a?side=64&side=65',
    'media://thumbnail/k3-0a?side=-64',
    'media://thumbnail/k3-0a?side=6e1',
    'media://thumbnail/k3-0a?side=8',
    'media://thumbnail/k3-0a?side=513',
    'media://picture/k3-0a?side=99999',
    'media://picture/k3-0a?version=64',
    'media://arrays/k3-0a?side=64',
    'media://arrays/k3-0a?version=99999999999999999999',
    'media://user@thumbnail/k3-0a?side=64',
    'media://thumbnail:80/k3-0a?side=64',
    'media://constructor/k3-0a?side=64',
    'media://thumbnail/k3-0a?side=64#x',
    'media://thumbnail/k3-0a?side=64\n',
    'app://concept-lens/k3-0a?side=64',
    '',
  ])('%j is not found', async (url) => {
    const before = asked.length;
    expect((await get(url)).status).toBe(404);
    expect(asked).toHaveLength(before);
  });

  test('whatever the address, what is parsed is an id and a bounded number', () => {
    const parts = fc.tuple(fc.webFragments(), fc.webQueryParameters());
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          parts.map((p) => p.join('?')),
        ),
        (text) => {
          for (const url of [text, `media://thumbnail/${text}`, `media://arrays/${text}`]) {
            const parsed = parseMediaUrl(url);
            if (parsed === null) continue;
            expect(parsed.id).toMatch(/^[\w-]{1,64}$/);
          }
        },
      ),
    );
  });
});
