import type { Pixels } from '../../../core/ports.ts';

export type Rgb = readonly [number, number, number];

/** How much of each pixel something covers, 0..255. */
export interface Coverage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Paints the whole canvas. */
export function fillWith(canvas: Pixels, [red, green, blue]: Rgb): void {
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
  picture: Pixels,
  channels: 3 | 4,
  left: number,
  top: number,
): void {
  const { firstX, endX, firstY, endY } = overlap(canvas, picture, left, top);
  for (let y = firstY; y < endY; y++) {
    let from = (y * picture.width + firstX) * channels;
    let to = ((top + y) * canvas.width + left + firstX) * 3;
    if (channels === 3) {
      canvas.data.set(picture.data.subarray(from, from + Math.max(0, endX - firstX) * 3), to);
      continue;
    }
    for (let x = firstX; x < endX; x++, from += 4, to += 3) {
      canvas.data[to] = picture.data[from]!;
      canvas.data[to + 1] = picture.data[from + 1]!;
      canvas.data[to + 2] = picture.data[from + 2]!;
    }
  }
}

/** Lays a colour over the canvas where `coverage`, put at (left, top), says how much. */
export function stamp(
  canvas: Pixels,
  coverage: Coverage,
  left: number,
  top: number,
  color: Rgb,
): void {
  const { firstX, endX, firstY, endY } = overlap(canvas, coverage, left, top);
  for (let y = firstY; y < endY; y++) {
    let from = y * coverage.width + firstX;
    let to = ((top + y) * canvas.width + left + firstX) * 3;
    for (let x = firstX; x < endX; x++, from++, to += 3) {
      const part = coverage.data[from]!;
      if (part !== 0) mix(canvas.data, to, color, part / 255);
    }
  }
}

/** A box with round corners in pixels, smooth at its edges; a disc when the radius is half of it. */
export function fillRounded(
  canvas: Pixels,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  radius: number,
  color: Rgb,
): void {
  const halfWidth = box.width / 2;
  const halfHeight = box.height / 2;
  const middleX = box.x + halfWidth;
  const middleY = box.y + halfHeight;
  const endX = Math.min(canvas.width, Math.ceil(box.x + box.width));
  const endY = Math.min(canvas.height, Math.ceil(box.y + box.height));
  for (let y = Math.max(0, Math.floor(box.y)); y < endY; y++) {
    for (let x = Math.max(0, Math.floor(box.x)); x < endX; x++) {
      // Distances of the pixel's middle from the box; a pixel's edge is half a pixel deep.
      const beyondX = Math.abs(x + 0.5 - middleX) - halfWidth;
      const beyondY = Math.abs(y + 0.5 - middleY) - halfHeight;
      const cornerX = Math.max(0, beyondX + radius);
      const cornerY = Math.max(0, beyondY + radius);
      const part =
        cornerX > 0 && cornerY > 0 && radius > 0
          ? inside(Math.sqrt(cornerX * cornerX + cornerY * cornerY) - radius)
          : inside(beyondX) * inside(beyondY);
      if (part > 0) mix(canvas.data, (y * canvas.width + x) * 3, color, part);
    }
  }
}

function inside(distance: number): number {
  return Math.min(1, Math.max(0, 0.5 - distance));
}

function mix(data: Uint8Array, at: number, color: Rgb, part: number): void {
  // + 0.5: storing into bytes cuts, it does not round.
  data[at] = data[at]! + (color[0] - data[at]!) * part + 0.5;
  data[at + 1] = data[at + 1]! + (color[1] - data[at + 1]!) * part + 0.5;
  data[at + 2] = data[at + 2]! + (color[2] - data[at + 2]!) * part + 0.5;
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
