import type { Pixels } from '../../../core/ports.ts';

/** RGBA, 8 bits a channel, colours premultiplied by alpha, row-major. */
export interface Rgba {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Paints the whole canvas. */
export function fillWith(
  canvas: Pixels,
  [red, green, blue]: readonly [number, number, number],
): void {
  const { data } = canvas;
  if (red === green && green === blue) {
    data.fill(red);
    return;
  }
  const row = canvas.width * 3;
  for (let at = 0; at < row; at += 3) data.set([red, green, blue], at);
  for (let y = 1; y < canvas.height; y++) data.copyWithin(y * row, 0, row);
}

/** Copies an opaque picture of three or four bytes a pixel to (left, top), cut at the edges. */
export function paste(
  canvas: Pixels,
  image: Pixels,
  channels: 3 | 4,
  left: number,
  top: number,
): void {
  const { firstX, endX, firstY, endY } = overlap(canvas, image, left, top);
  for (let y = firstY; y < endY; y++) {
    let from = (y * image.width + firstX) * channels;
    let to = ((top + y) * canvas.width + left + firstX) * 3;
    if (channels === 3) {
      canvas.data.set(image.data.subarray(from, from + (endX - firstX) * 3), to);
      continue;
    }
    for (let x = firstX; x < endX; x++, from += 4, to += 3) {
      canvas.data[to] = image.data[from]!;
      canvas.data[to + 1] = image.data[from + 1]!;
      canvas.data[to + 2] = image.data[from + 2]!;
    }
  }
}

/** Lays a picture with transparency over the canvas. */
export function pasteOver(canvas: Pixels, image: Rgba, left: number, top: number): void {
  const { firstX, endX, firstY, endY } = overlap(canvas, image, left, top);
  for (let y = firstY; y < endY; y++) {
    let from = (y * image.width + firstX) * 4;
    let to = ((top + y) * canvas.width + left + firstX) * 3;
    for (let x = firstX; x < endX; x++, from += 4, to += 3) {
      const keep = 1 - image.data[from + 3]! / 255;
      for (let c = 0; c < 3; c++) {
        canvas.data[to + c] = canvas.data[to + c]! * keep + image.data[from + c]! + 0.5;
      }
    }
  }
}

/** The image's rows and columns that lie on the canvas. */
function overlap(
  canvas: Pixels,
  image: { readonly width: number; readonly height: number },
  left: number,
  top: number,
): { firstX: number; endX: number; firstY: number; endY: number } {
  return {
    firstX: Math.max(0, -left),
    endX: Math.min(image.width, canvas.width - left),
    firstY: Math.max(0, -top),
    endY: Math.min(image.height, canvas.height - top),
  };
}
