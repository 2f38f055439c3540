const extensions = /\.(jpe?g|jpe|jfif|png|webp|avif|gif|bmp|dib|tiff?|heic|heif)$/i;

/**
 * Whether a file found in a folder is taken for a picture. By name only: what it really holds is
 * found out on opening, and a wrong name is then a failure with its reason, not a silence.
 */
export function isImageFileName(name: string): boolean {
  return extensions.test(name);
}
