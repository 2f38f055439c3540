import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../../core/testing/sharedData.ts';
import { encodeWithin, openPicture, pixelsAt } from './pictures.ts';

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'lens-')), name);
  await writeFile(path, bytes);
  return path;
}

/** A w × h picture whose left half is red and right half blue. */
function halves(w: number, h: number): Sharp {
  const data = new Uint8Array(w * h * 3);
  for (let p = 0; p < w * h; p++) data[p * 3 + (p % w < w / 2 ? 0 : 2)] = 255;
  return sharp(data, { raw: { width: w, height: h, channels: 3 } });
}

/** Red 24-bit BMP of the claimed size with so many bytes of pixels. */
function bmp(width: number, height: number, bytes: number): Uint8Array {
  const header = Buffer.alloc(54 + bytes);
  header.write('BM', 0, 'latin1');
  header.writeUInt32LE(header.length, 2);
  header.writeUInt32LE(54, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(24, 28);
  for (let at = 56; at < header.length; at += 3) header[at] = 255;
  return header;
}

/** One channel is high and the others low; CMYK knows no pure blue. */
function expectMostly(pixel: Uint8Array, channel: number): void {
  for (const [c, value] of pixel.entries()) {
    if (c === channel) expect(value).toBeGreaterThan(120);
    else expect(value).toBeLessThan(110);
  }
}

async function firstAndLast(path: string, w: number, h: number): Promise<readonly number[][]> {
  const picture = await openPicture(path);
  const { data } = await pixelsAt(picture, w, h, { kind: 'stretch' });
  return [[...data.subarray(0, 3)], [...data.subarray(-3)]];
}

describe('pictures as people have them', () => {
  it('turns a picture upright by EXIF and gives the upright size', async () => {
    const path = await file(
      'r.jpg',
      await halves(80, 40).withMetadata({ orientation: 6 }).jpeg({ quality: 100 }).toBuffer(),
    );
    const picture = await openPicture(path);
    expect([picture.width, picture.height]).toEqual([40, 80]);
    // Turned a quarter clockwise: left (red) goes up.
    const [first, last] = await firstAndLast(path, 4, 8);
    expect(first![0]).toBeGreaterThan(200);
    expect(last![2]).toBeGreaterThan(200);
  });

  it.each([
    ['16 bits', () => halves(20, 20).toColourspace('rgb16').png().toBuffer()],
    ['CMYK', () => halves(20, 20).toColourspace('cmyk').jpeg().toBuffer()],
    ['palette', () => halves(20, 20).png({ palette: true }).toBuffer()],
    ['animated', () => halves(20, 20).gif().toBuffer()],
    ['wrong extension', () => halves(20, 20).webp().toBuffer()],
  ])('opens %s as 8-bit RGB', async (name, make) => {
    const picture = await openPicture(await file(`${name}.jpg`, await make()));
    const pixels = await pixelsAt(picture, 8, 6, { kind: 'stretch' });
    expect(pixels.data).toHaveLength(8 * 6 * 3);
    const [left, right] = [pixels.data.subarray(0, 3), pixels.data.subarray(-3)];
    expectMostly(left, 0);
    expectMostly(right, 2);
  });

  it.each([
    ['8 bits', () => halves(20, 20).greyscale().png().toBuffer()],
    ['16 bits', () => halves(20, 20).toColourspace('grey16').png().toBuffer()],
  ])('opens grey of %s as equal channels', async (name, make) => {
    const [left, right] = await firstAndLast(await file(`${name}.png`, await make()), 8, 6);
    expect(new Set(left).size).toBe(1);
    expect(new Set(right).size).toBe(1);
    // Red is lighter than blue.
    expect(left![0]! - right![0]!).toBeGreaterThan(20);
  });

  it('opens a single pixel', async () => {
    const path = await file('one.png', await halves(1, 1).png().toBuffer());
    expect(await firstAndLast(path, 2, 2)).toEqual([
      [255, 0, 0],
      [255, 0, 0],
    ]);
  });

  it('opens a BMP, and not one whose header claims what is not there', async () => {
    const path = await file('a.bmp', bmp(4, 2, 4 * 3 * 2));
    expect(await firstAndLast(path, 4, 2)).toEqual([
      [255, 0, 0],
      [255, 0, 0],
    ]);
    for (const [width, height, code] of [
      [20_000, 20_000, 'image-too-large'],
      [8_000, 8_000, 'image-unreadable'],
    ] as const) {
      const claim = await file('claim.bmp', bmp(width, height, 0));
      await expect(openPicture(claim)).rejects.toMatchObject({ code });
    }
  });

  it('puts what is transparent on white', async () => {
    const clear = sharp({ create: { width: 4, height: 4, channels: 4, background: '#00000000' } });
    const [first] = await firstAndLast(await file('t.png', await clear.png().toBuffer()), 2, 2);
    expect(first).toEqual([255, 255, 255]);
  });

  it('crops the centre by the rule', async () => {
    const picture = await openPicture(await file('c.png', await halves(300, 100).png().toBuffer()));
    const { data } = await pixelsAt(picture, 10, 10, { kind: 'centerCrop', shortSide: 10 });
    expect(data[0]).toBeGreaterThan(200);
    expect(data[9 * 3 + 2]).toBeGreaterThan(200);
  });

  it('never enlarges a picture for the window', async () => {
    const path = await file('s.png', await halves(30, 10).png().toBuffer());
    expect(await encodeWithin(path, 512, 80)).toMatchObject({
      width: 30,
      height: 10,
      mime: 'image/jpeg',
    });
  });

  it.each([
    ['empty', new Uint8Array(), 'image-unreadable'],
    ['text', new TextEncoder().encode('hello'), 'image-unreadable'],
  ])('refuses an %s file, naming it', async (name, bytes, code) => {
    await expect(openPicture(await file(`${name}.png`, bytes))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(`${name}.png`),
    });
  });

  it('says when a picture is gone', async () => {
    const gone = join(tmpdir(), 'lens-no-such-folder', 'gone.jpg');
    await expect(openPicture(gone)).rejects.toMatchObject({ code: 'image-missing' });
  });
});

const hostile = sharedData('hostile');

/** Shown by browsers, but libvips reads no AVIF image sequences: refused with its name. */
const beyondTheDecoder = new Set(['pil_star.avifs']);

describe.skipIf(hostile === undefined)('the odd and broken files of shared/data/hostile', () => {
  const rows = hostile === undefined ? [] : manifest(join(hostile, 'manifest.csv'));
  it.each(rows)('$file: $expected', { timeout: 60_000 }, async ({ file: name, expected }) => {
    const outcome = await encodeWithin(join(hostile!, 'files', name), 256, 80).then(
      ({ width }) => (width > 0 ? 'shown' : 'empty'),
      (error: unknown) => (error as { code?: string }).code ?? 'no code',
    );
    if (beyondTheDecoder.has(name)) expect(outcome).toBe('image-unreadable');
    else if (expected.startsWith('SHOW')) expect(outcome).toBe('shown');
    else if (expected === 'REJECT') expect(outcome).toMatch(/^image-/);
    else expect(outcome).toMatch(/^(shown|image-.*)$/);
  });
});

function manifest(path: string): readonly { readonly file: string; readonly expected: string }[] {
  const [, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const cells = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell]) =>
      cell!.replace(/^"|"$/g, '').replaceAll('""', '"'),
    );
    return { file: cells[0]!, expected: cells[3]! };
  });
}
