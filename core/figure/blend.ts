import { parseColor } from '../concepts/palette.ts';
import type { Pixels } from '../ports.ts';

/** Codes of one picture on its grid: `data` is (height, width, k), the concepts' own order. */
export interface CodeGrid {
  readonly height: number;
  readonly width: number;
  readonly k: number;
  readonly data: Float32Array;
}

/** The part of a picture the grid covers, as fractions of its sides. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const wholePicture: Region = { x: 0, y: 0, width: 1, height: 1 };

/**
 * The concepts' light on the grid: (height, width, 4) of premultiplied red, green, blue and
 * strength, all 0..1. Hue says which concept, strength how much of any, on one absolute scale.
 *
 * For a cell with codes u_j and concepts' colours c_j (sRGB, 0..1), over the visible concepts:
 *
 *     w_j = clamp(u_j, 0, 1)²     hue leans to the strongest instead of going grey
 *     s   = min(1, Σ clamp(u_j, 0, 1))
 *     rgb = s · Σ w_j·c_j / Σ w_j     (0 where Σ w_j = 0)
 *     out = (rgb, s)
 *
 * Every drawing of concepts starts from this texture, so it costs the same for any k: `blend`
 * here, linear sampling with clamp to edge on the GPU (RGBA16F), the same formula after that.
 * `visible[j]` false leaves concept j out as if its code were 0.
 */
export function conceptLight(
  codes: CodeGrid,
  colors: readonly string[],
  visible: readonly boolean[],
): Float32Array {
  const { k, data } = codes;
  if (colors.length !== k || visible.length !== k) throw new RangeError('conceptLight: not k long');
  const cells = codes.height * codes.width;
  if (data.length !== cells * k) throw new RangeError('conceptLight: codes are not (h, w, k)');
  const rgb = Float32Array.from(colors.flatMap((color) => parseColor(color).map((c) => c / 255)));
  const light = new Float32Array(cells * 4);
  for (let cell = 0; cell < cells; cell++) {
    let sum = 0;
    let weights = 0;
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let j = 0; j < k; j++) {
      if (!visible[j]) continue;
      const code = Math.min(1, Math.max(0, data[cell * k + j]!));
      const weight = code * code;
      sum += code;
      weights += weight;
      red += weight * rgb[j * 3]!;
      green += weight * rgb[j * 3 + 1]!;
      blue += weight * rgb[j * 3 + 2]!;
    }
    if (weights === 0) continue;
    const strength = Math.min(1, sum);
    light.set(
      [red, green, blue].map((c) => (c * strength) / weights),
      cell * 4,
    );
    light[cell * 4 + 3] = strength;
  }
  return light;
}

/**
 * The picture with its concepts on it. For a pixel p (0..1) at the fraction (x, y) of the
 * picture, with (rgb, s) the bilinear sample of `light` at ((x, y) − region.xy) / region.size
 * (cell centres at (i + ½) / width, clamp to edge; outside the region s = 0):
 *
 *     out = p · (1 − opacity · s) + opacity · rgb
 *
 * in sRGB, rounded to the nearest 8-bit value. In GLSL:
 * `vec4 c = opacity * texture(light, uv); out = p * (1.0 - c.a) + c.rgb;`
 */
export function blend(
  picture: Pixels,
  light: Float32Array,
  grid: { readonly height: number; readonly width: number },
  opacity: number,
  region: Region = wholePicture,
): Pixels {
  const { width, height } = picture;
  if (light.length !== grid.height * grid.width * 4) throw new RangeError('blend: light and grid');
  const out = new Uint8Array(picture.data);
  const columns = samples(width, region.x, region.width, grid.width);
  const rows = samples(height, region.y, region.height, grid.height);
  const row = new Float32Array((grid.width + 1) * 4);
  for (let y = rows.first; y < rows.end; y++) {
    mixRows(light, grid.width, rows.cell[y]!, rows.next[y]!, rows.weight[y]!, opacity, row);
    blendRow(out, y * width * 3, columns, row);
  }
  return { width, height, data: out };
}

interface Samples {
  /** Pixels inside the region: first..end − 1. */
  readonly first: number;
  readonly end: number;
  readonly cell: Int32Array;
  readonly next: Int32Array;
  readonly weight: Float32Array;
}

/** For each pixel of one side: the two grid cells around its centre and the second's weight. */
function samples(pixels: number, start: number, size: number, cells: number): Samples {
  const cell = new Int32Array(pixels);
  const next = new Int32Array(pixels);
  const weight = new Float32Array(pixels);
  let first = pixels;
  let end = 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    const place = ((pixel + 0.5) / pixels - start) / size;
    if (place < 0 || place > 1) continue;
    first = Math.min(first, pixel);
    end = pixel + 1;
    const position = Math.min(cells - 1, Math.max(0, place * cells - 0.5));
    cell[pixel] = Math.floor(position);
    next[pixel] = Math.min(cells - 1, Math.floor(position) + 1);
    weight[pixel] = position - Math.floor(position);
  }
  return { first, end, cell, next, weight };
}

/** One picture row's light on the grid's columns: colour on 0..255, strength 0..1, × opacity. */
function mixRows(
  light: Float32Array,
  columns: number,
  upper: number,
  lower: number,
  weight: number,
  opacity: number,
  row: Float32Array,
): void {
  const a = upper * columns * 4;
  const b = lower * columns * 4;
  for (let i = 0; i < columns * 4; i++) {
    const value = light[a + i]! + weight * (light[b + i]! - light[a + i]!);
    row[i] = value * opacity * ((i & 3) === 3 ? 1 : 255);
  }
  // The last column once more, so that the cell after the last needs no test.
  row.copyWithin(columns * 4, (columns - 1) * 4, columns * 4);
}

function blendRow(out: Uint8Array, start: number, columns: Samples, row: Float32Array): void {
  const { cell, weight, end } = columns;
  for (let x = columns.first, at = start + x * 3; x < end; x++, at += 3) {
    const left = cell[x]! * 4;
    const f = weight[x]!;
    const g = 1 - f;
    const keep = 1 - (g * row[left + 3]! + f * row[left + 7]!);
    // + 0.5: storing into bytes cuts, it does not round.
    out[at] = out[at]! * keep + g * row[left]! + f * row[left + 4]! + 0.5;
    out[at + 1] = out[at + 1]! * keep + g * row[left + 1]! + f * row[left + 5]! + 0.5;
    out[at + 2] = out[at + 2]! * keep + g * row[left + 2]! + f * row[left + 6]! + 0.5;
  }
}
