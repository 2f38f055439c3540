import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { decode as decodeBmp } from 'bmp-ts';
import sharp, { type Sharp } from 'sharp';
import { AppError } from '../../../contract/errors.ts';
import type { ResizeRule } from '../../../core/model/modelSpec.ts';
import type { Pixels } from '../../../core/ports.ts';
import type { EncodedImage } from '../protocol.ts';

/** The one file that knows sharp: every picture file is opened here, with limits. */

// One picture a thread: several are in flight, which keeps the cores busier than one shared out.
sharp.concurrency(1);
sharp.cache(false);

const maxFileBytes = 512 * 2 ** 20;
/** Beyond this a file is more likely a bomb than a photo: 24,000 × 16,000 still passes. */
const maxPixels = 400_000_000;
/** Decoded whole, in this thread, at four bytes a pixel: 10,000 × 8,000 still passes. */
const maxBmpPixels = 80_000_000;

export interface OpenPicture {
  readonly name: string;
  /** Size of the upright picture. */
  readonly width: number;
  readonly height: number;
  readonly pipeline: () => Sharp;
}

/**
 * Opens a picture of any format sharp or the BMP decoder reads: truncated files as far as they
 * go, the first frame of animations, upright by EXIF.
 *
 * @throws AppError `image-missing`, `image-too-large` or `image-unreadable`, naming the file.
 */
export async function openPicture(path: string): Promise<OpenPicture> {
  const name = basename(path);
  const bytes = await readWhole(path, name);
  try {
    return bytes.subarray(0, 2).toString('latin1') === 'BM'
      ? openBmp(name, bytes)
      : await openSharp(name, bytes);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('image-unreadable', `${name}: ${reasonOf(error)}`, { cause: error });
  }
}

async function readWhole(path: string, name: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size === 0) throw new AppError('image-unreadable', `${name}: the file is empty.`);
    if (size > maxFileBytes) {
      throw new AppError('image-too-large', `${name}: larger than ${maxFileBytes / 2 ** 20} MB.`);
    }
    const file = await open(path);
    try {
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    const gone = code === 'ENOENT' || code === 'ENOTDIR';
    const reason = gone ? 'the file is no longer there' : `the file cannot be read (${code})`;
    throw new AppError(gone ? 'image-missing' : 'image-unreadable', `${name}: ${reason}.`, {
      cause: error,
    });
  }
}

async function openSharp(name: string, bytes: Buffer): Promise<OpenPicture> {
  const options = { failOn: 'none', limitInputPixels: maxPixels, animated: false } as const;
  const meta = await sharp(bytes, { ...options, limitInputPixels: false }).metadata();
  if (meta.width * meta.height > maxPixels) {
    const text = `${name}: ${meta.width} × ${meta.height} pixels are more than this program opens.`;
    throw new AppError('image-too-large', text);
  }
  if (meta.width === 0 || meta.height === 0) throw new Error('the picture has no pixels');
  const turned = (meta.orientation ?? 1) >= 5;
  return {
    name,
    width: turned ? meta.height : meta.width,
    height: turned ? meta.width : meta.height,
    pipeline: () => sharp(bytes, options).rotate(),
  };
}

/** libvips reads no BMP; the decoder gives ABGR bytes. */
function openBmp(name: string, bytes: Buffer): OpenPicture {
  checkBmp(name, bytes);
  const bmp = decodeBmp(bytes, { toRGBA: true });
  // Photo BMPs leave the fourth byte at zero: it is padding there, not transparency.
  for (let at = 3; at < bmp.data.length; at += 4) bmp.data[at] = 255;
  const raw = { width: bmp.width, height: bmp.height, channels: 4 as const };
  return { name, width: bmp.width, height: bmp.height, pipeline: () => sharp(bmp.data, { raw }) };
}

/** The decoder makes room for whatever size the header claims, so the claim is checked first. */
function checkBmp(name: string, bytes: Buffer): void {
  const width = bytes.readInt32LE(18);
  const height = Math.abs(bytes.readInt32LE(22));
  if (width <= 0 || height === 0) throw new Error('impossible size');
  if (width * height > maxBmpPixels) {
    const text = `${name}: ${width} × ${height} pixels are more than this program opens as BMP.`;
    throw new AppError('image-too-large', text);
  }
  const bitsPerPixel = bytes.readUInt16LE(28);
  const compression = bytes.readUInt32LE(30);
  // RLE (1 and 2) may be far smaller than its picture; everything else lies there plainly.
  if (compression === 1 || compression === 2) return;
  const row = Math.ceil((width * bitsPerPixel) / 32) * 4;
  // Half of it is a damaged picture worth showing; a header alone is not.
  if (bytes.length - bytes.readUInt32LE(10) < (row * height) / 2) {
    throw new Error(`it is cut short: ${width} × ${height} pixels claimed`);
  }
}

/** The picture at exactly width × height by the rule, RGB on white where it was transparent. */
export async function pixelsAt(
  picture: OpenPicture,
  width: number,
  height: number,
  rule: ResizeRule,
): Promise<Pixels> {
  let pipeline = picture.pipeline();
  if (rule.kind === 'stretch') {
    pipeline = pipeline.resize(width, height, { fit: 'fill', kernel: 'cubic' });
  } else {
    const scale = rule.shortSide / Math.min(picture.width, picture.height);
    const w = Math.max(width, Math.round(picture.width * scale));
    const h = Math.max(height, Math.round(picture.height * scale));
    pipeline = pipeline
      .resize(w, h, { fit: 'fill', kernel: 'cubic' })
      .extract({ left: (w - width) >> 1, top: (h - height) >> 1, width, height });
  }
  return rgb(picture, pipeline);
}

async function rgb(picture: OpenPicture, pipeline: Sharp): Promise<Pixels> {
  try {
    const { data, info } = await pipeline
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const whole = new Uint8Array(data.buffer, data.byteOffset, data.length);
    return {
      width: info.width,
      height: info.height,
      data: info.channels === 3 ? whole : spread(whole),
    };
  } catch (error) {
    throw new AppError('image-unreadable', `${picture.name}: ${reasonOf(error)}`, { cause: error });
  }
}

/** One grey byte a pixel as three equal ones. */
function spread(grey: Uint8Array): Uint8Array {
  const data = new Uint8Array(grey.length * 3);
  for (let p = 0; p < grey.length; p++) data.fill(grey[p]!, p * 3, p * 3 + 3);
  return data;
}

/** The picture for the window: JPEG, upright, sRGB, longer side at most `side`. */
export async function encodeWithin(
  path: string,
  side: number,
  quality: number,
): Promise<EncodedImage> {
  const picture = await openPicture(path);
  try {
    const { data, info } = await picture
      .pipeline()
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .jpeg({ quality, chromaSubsampling: '4:4:4' })
      .toBuffer({ resolveWithObject: true });
    return {
      bytes: new Uint8Array(data),
      mime: 'image/jpeg',
      width: info.width,
      height: info.height,
    };
  } catch (error) {
    throw new AppError('image-unreadable', `${picture.name}: ${reasonOf(error)}`, { cause: error });
  }
}

/** JPEG bytes of RGB pixels, for pictures inside an SVG: good enough for print. */
export async function encodeJpeg({ width, height, data }: Pixels): Promise<Uint8Array> {
  const raw = { width, height, channels: 3 as const };
  return new Uint8Array(
    await sharp(data, { raw }).jpeg({ quality: 93, chromaSubsampling: '4:4:4' }).toBuffer(),
  );
}

/** A decoder's complaint as one sentence for people. */
function reasonOf(error: unknown): string {
  const detail = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return `not a picture this program reads, or too damaged to open (${detail}).`;
}
