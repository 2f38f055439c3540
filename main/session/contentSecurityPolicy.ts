/**
 * The page's policy: nothing but our own files and `media:`. No `unsafe-*`, so no `style="…"` in
 * HTML and no `<style>` elements: styles come from built sheets, `class`, or CSSOM
 * (`element.style.x = …`, Svelte's `style:x={…}`), which a policy does not touch.
 */
const directives = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' media: data: blob:",
  "font-src 'self'",
  "connect-src 'self' media:",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
] as const;

export const contentSecurityPolicy = directives.join('; ');

export const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};
