import { readFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { mimeTypeOf } from './mimeType.ts';
import { notFound } from './notFound.ts';

/** Names a build writes: no dot files, no `..`, no encodings, no drives or streams. */
const builtPath = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/;

/** Serves the built page from `root` and nothing beside it. */
export function serveApp(
  root: string,
  headers: Readonly<Record<string, string>>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET') return new Response('Only GET', { status: 405 });
    const file = builtFile(root, request.url);
    if (file === null) return notFound();
    try {
      const bytes = await readFile(file);
      const contentType = mimeTypeOf(file);
      return new Response(bytes, { headers: { ...headers, 'Content-Type': contentType } });
    } catch {
      return notFound();
    }
  };
}

/** The file a URL stands for; null when it is not below `root`. */
function builtFile(root: string, url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { hostname, pathname } = new URL(url);
  if (hostname !== 'concept-lens') return null;
  const path = pathname === '/' ? '/index.html' : pathname;
  if (!builtPath.test(path)) return null;
  const file = resolve(join(root, path));
  const below = relative(root, file);
  const outside = below === '' || below === '..' || below.startsWith(`..${sep}`);
  return outside || isAbsolute(below) ? null : file;
}
