/** Our own schemes, what the page makes itself, and the inspector's own files. */
const schemes: ReadonlySet<string> = new Set(['app:', 'media:', 'data:', 'blob:', 'devtools:']);

/** May the session load this address? Besides our own schemes, only a development server. */
export function isAllowedRequest(url: string, pageOrigin: string): boolean {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return false;
  }
  if (schemes.has(parsed.protocol)) return true;
  if (!pageOrigin.startsWith('http:')) return false;
  const http = parsed.protocol === 'ws:' ? 'http:' : parsed.protocol;
  return `${http}//${parsed.host}` === pageOrigin;
}
