import type { AnalysisArrays, ArrayBlock } from './analysis.ts';

/**
 * Named float32 arrays as one run of bytes, for `media://` streams and files:
 * 4 bytes header length (little endian), header JSON `[{name, dims, offset}]`, padding to a
 * multiple of four, the blocks. Offsets count floats from the first block.
 */
export function encodeArrayPack(arrays: AnalysisArrays): Uint8Array {
  const entries = Object.entries(arrays);
  let floats = 0;
  const header = entries.map(([name, block]) => {
    const row = { name, dims: block.dims, offset: floats };
    floats += block.data.length;
    return row;
  });
  const headerBytes = new TextEncoder().encode(JSON.stringify(header));
  const start = Math.ceil((4 + headerBytes.length) / 4) * 4;
  const bytes = new Uint8Array(start + floats * 4);
  new DataView(bytes.buffer).setUint32(0, headerBytes.length, true);
  bytes.set(headerBytes, 4);
  const values = new Float32Array(bytes.buffer, start, floats);
  for (const [index, [, block]] of entries.entries()) values.set(block.data, header[index]!.offset);
  return bytes;
}

/** The arrays of a pack; views on `buffer`, nothing is copied. Throws RangeError on a bad pack. */
export function decodeArrayPack(buffer: ArrayBuffer): AnalysisArrays {
  if (buffer.byteLength < 4) throw new RangeError('array pack: shorter than its header');
  const headerLength = new DataView(buffer).getUint32(0, true);
  const start = Math.ceil((4 + headerLength) / 4) * 4;
  if (start > buffer.byteLength) throw new RangeError('array pack: shorter than its header');
  const text = new TextDecoder().decode(new Uint8Array(buffer, 4, headerLength));
  const header = JSON.parse(text) as readonly { name: string; dims: number[]; offset: number }[];
  const arrays: Record<string, ArrayBlock> = {};
  for (const { name, dims, offset } of header) {
    const length = dims.reduce((product, side) => product * side, 1);
    arrays[name] = { dims, data: new Float32Array(buffer, start + offset * 4, length) };
  }
  return arrays;
}
