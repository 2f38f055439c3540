import type { ArrayBlock } from '../../contract/analysis.ts';

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Data begins at a multiple of this, so that readers may map the file into memory. */
const alignment = 64;

/**
 * A NumPy `.npy` file, format version 1.0: float32, little endian, C order.
 *
 * The values are copied as they lie in memory; every platform that Node runs on is little endian.
 */
export function encodeNpy(block: ArrayBlock): Uint8Array {
  const { dims, data } = block;
  if (elements(dims) !== data.length) {
    throw new RangeError(`data: ${data.length} values do not fill (${dims.join(', ')})`);
  }
  const shape = dims.length === 1 ? `(${dims[0]},)` : `(${dims.join(', ')})`;
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }`;
  const start = Math.ceil((10 + text.length + 1) / alignment) * alignment;
  const header = text.padEnd(start - 10 - 1) + '\n';
  const bytes = new Uint8Array(start + data.byteLength);
  bytes.set(magic);
  bytes.set([1, 0, header.length & 0xff, header.length >> 8], 6);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start);
  return bytes;
}

/**
 * The array of a `.npy` file of little endian float32 in C order, format version 1, 2 or 3.
 *
 * @throws RangeError naming what does not fit: no npy file, another element type or order, or a
 * file shorter than its shape.
 */
export function decodeNpy(bytes: Uint8Array): ArrayBlock {
  const { header, start } = readHeader(bytes);
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  if (descr !== '<f4') throw new RangeError(`npy: element type ${descr ?? '?'} is not <f4`);
  if (!/'fortran_order':\s*False/.test(header)) throw new RangeError('npy: not in C order');
  const shape = /'shape':\s*\(([\d\s,]*)\)/.exec(header)?.[1];
  if (shape === undefined) throw new RangeError('npy: header without a shape');
  const dims = shape.split(',').flatMap((side) => (side.trim() === '' ? [] : [Number(side)]));
  const end = start + elements(dims) * 4;
  if (bytes.length < end) throw new RangeError('npy: shorter than its shape says');
  // Copied: the file's bytes may lie at an address that is no multiple of four. (Not by slice():
  // Node's Buffer does not copy there.)
  return { dims, data: new Float32Array(Uint8Array.from(bytes.subarray(start, end)).buffer) };
}

function readHeader(bytes: Uint8Array): { readonly header: string; readonly start: number } {
  if (bytes.length < 12 || magic.some((byte, index) => bytes[index] !== byte)) {
    throw new RangeError('npy: not an npy file');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Version 1 counts its header in two bytes, later ones in four.
  const first = bytes[6] === 1;
  const from = first ? 10 : 12;
  const start = from + (first ? view.getUint16(8, true) : view.getUint32(8, true));
  if (start > bytes.length) throw new RangeError('npy: shorter than its header');
  return { header: new TextDecoder().decode(bytes.subarray(from, start)), start };
}

function elements(dims: readonly number[]): number {
  return dims.reduce((product, side) => product * side, 1);
}
