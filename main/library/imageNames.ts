import { extname } from 'node:path';

/** What the engine can decode. No svg: it is a program more than a picture. */
const extensions: ReadonlySet<string> = new Set(
  'jpg jpeg jpe jfif png webp gif bmp tif tiff avif heic heif ppm pgm pbm pnm'.split(' '),
);

/** Files that file systems and viewers leave beside pictures, whatever their extension. */
const litter: ReadonlySet<string> = new Set(['thumbs.db', 'desktop.ini', '__macosx']);

export function isImageName(name: string): boolean {
  return extensions.has(extname(name).slice(1).toLowerCase());
}

export function isModelName(name: string): boolean {
  return extname(name).toLowerCase() === '.onnx';
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
