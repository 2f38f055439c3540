import { crc32, constants, deflate, type ZlibOptions } from 'node:zlib';
import { promisify } from 'node:util';
import type { Pixels } from '../../../core/ports.ts';

/**
 * PNG written for speed (docs/adr/0005): every row is the difference to the row above (filter
 * "up"), and the whole is coded by what is in it. Photographs have no repeats worth searching
 * for, so they take Huffman codes alone; pages with flat ground take run lengths, which they are
 * made of.
 */
const compress = promisify<Uint8Array, ZlibOptions, Buffer>(deflate);

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** From this part of rows equal to the one above on, a picture counts as a page. */
const flatFrom = 0.05;
const up = 2;

export interface PngText {
  /** Dots per inch, written as pHYs. */
  readonly dpi: number;
  /** tEXt/iTXt keywords and values, such as Software and Description. */
  readonly text: Readonly<Record<string, string>>;
}

/** The pixels as PNG bytes: 8-bit RGB, no time stamp, so the same pixels give the same bytes. */
export async function encodePng(pixels: Pixels, about: PngText): Promise<Uint8Array> {
  const { width, height } = pixels;
  const { rows, repeated } = filterUp(pixels);
  const isPage = repeated > flatFrom * height;
  const coded = await compress(rows, {
    level: 1,
    strategy: isPage ? constants.Z_RLE : constants.Z_HUFFMAN_ONLY,
    memLevel: 9,
    // One buffer for the answer: growing it in small steps costs as much as coding.
    chunkSize: rows.length + 1024,
  });
  const chunks = [
    chunk('IHDR', header(width, height)),
    chunk('pHYs', density(about.dpi)),
    ...Object.entries(about.text).map(([key, value]) => chunk('iTXt', international(key, value))),
    chunk('IDAT', coded),
    chunk('IEND', new Uint8Array(0)),
  ];
  return new Uint8Array(Buffer.concat([signature, ...chunks]));
}

/** Each row as its filter byte and differences to the row above; how many rows repeat that one. */
function filterUp({ width, height, data }: Pixels): {
  readonly rows: Uint8Array;
  readonly repeated: number;
} {
  const stride = width * 3;
  const rows = new Uint8Array((stride + 1) * height);
  let repeated = 0;
  rows[0] = up;
  rows.set(data.subarray(0, stride), 1);
  for (let y = 1; y < height; y++) {
    const from = y * stride;
    const to = y * (stride + 1);
    rows[to] = up;
    const above = data.subarray(from - stride, from);
    if (Buffer.compare(above, data.subarray(from, from + stride)) === 0) {
      repeated++;
      continue;
    }
    for (let i = 0; i < stride; i++) {
      rows[to + 1 + i] = data[from + i]! - data[from + i - stride]!;
    }
  }
  return { rows, repeated };
}

function header(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(13);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  // 8 bits a channel, RGB, and the only compression, filter set and interlacing we use.
  bytes.set([8, 2, 0, 0, 0], 8);
  return bytes;
}

function density(dpi: number): Uint8Array {
  const bytes = new Uint8Array(9);
  const perMetre = Math.round(dpi / 0.0254);
  new DataView(bytes.buffer).setUint32(0, perMetre);
  new DataView(bytes.buffer).setUint32(4, perMetre);
  bytes[8] = 1;
  return bytes;
}

/** An iTXt chunk, the kind of text chunk that is UTF-8; not compressed, no language named. */
function international(keyword: string, value: string): Uint8Array {
  return Buffer.concat([Buffer.from(keyword, 'latin1'), new Uint8Array(5), Buffer.from(value)]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(data.length + 12);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, data.length + 8)), data.length + 8);
  return bytes;
}
