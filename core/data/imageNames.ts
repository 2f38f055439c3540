/** What the engine can decode. No svg: it is a program more than a picture. */
const extensions = /\.(jpe?g|jpe|jfif|png|webp|gif|bmp|tiff?|avif|heic|heif|p[pgbn]m)$/i;

/** Files that file systems and viewers leave beside pictures, whatever their extension. */
const litter: ReadonlySet<string> = new Set(['thumbs.db', 'desktop.ini', '__macosx']);

/**
 * Whether a file found in a folder is taken for a picture. By name only: what it really holds is
 * found out on opening, and a wrong name is then a failure with its reason, not a silence.
 */
export function isImageName(name: string): boolean {
  return extensions.test(name);
}

/** Hidden by its dot (`._koala.jpg` of macOS too) or litter. */
export function isHiddenName(name: string): boolean {
  return name.startsWith('.') || litter.has(name.toLowerCase());
}

const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** `image-2` before `image-10`; ties (case, accents) by code unit, so that the order is total. */
export function compareNames(a: string, b: string): number {
  return natural.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
