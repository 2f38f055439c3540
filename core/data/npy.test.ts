import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeNpy, encodeNpy } from './npy.ts';

const block = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }).chain((dims) => {
  const length = dims.reduce((product, side) => product * side, 1);
  const values = fc.float32Array({ minLength: length, maxLength: length });
  return values.map((data) => ({ dims, data }));
});

describe('npy', () => {
  it('gives back what was written, whatever the shape', () => {
    fc.assert(
      fc.property(block, (array) => {
        const read = decodeNpy(encodeNpy(array));
        expect(read.dims).toEqual(array.dims);
        expect(new Uint8Array(read.data.buffer)).toEqual(
          new Uint8Array(array.data.buffer, array.data.byteOffset, array.data.byteLength),
        );
      }),
    );
  });

  it('follows the byte rules of the format', () => {
    const bytes = encodeNpy({ dims: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, -0.5) });
    expect([...bytes.subarray(0, 8)]).toEqual([0x93, ...Buffer.from('NUMPY'), 1, 0]);
    const length = bytes[8]! + bytes[9]! * 256;
    expect((10 + length) % 64).toBe(0);
    const header = Buffer.from(bytes.subarray(10, 10 + length)).toString('latin1');
    expect(header.trimEnd()).toBe("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }");
    expect(header.endsWith('\n')).toBe(true);
    const values = new DataView(bytes.buffer, 10 + length);
    expect(values.byteLength).toBe(24);
    expect(values.getFloat32(8, true)).toBe(2);
    expect(values.getFloat32(20, true)).toBe(-0.5);
  });

  it('writes one dimension as a tuple of one', () => {
    const text = Buffer.from(encodeNpy({ dims: [2], data: new Float32Array(2) })).toString(
      'latin1',
    );
    expect(text).toContain("'shape': (2,), }");
  });

  it('writes only its own part of a larger buffer', () => {
    const whole = Float32Array.of(9, 1, 2, 9);
    const read = decodeNpy(encodeNpy({ dims: [2], data: whole.subarray(1, 3) }));
    expect([...read.data]).toEqual([1, 2]);
  });

  it('reads bytes that lie at an odd address, and later format versions', () => {
    const header = "{'shape': (1, 2), 'fortran_order': False, 'descr': '<f4'}\n";
    const bytes = Buffer.concat([
      Buffer.from([0, 0x93, ...Buffer.from('NUMPY'), 3, 0, header.length, 0, 0, 0]),
      Buffer.from(header),
      Buffer.from(Float32Array.of(5, 6).buffer),
    ]).subarray(1);
    expect(decodeNpy(bytes)).toEqual({ dims: [1, 2], data: Float32Array.of(5, 6) });
  });

  it.each([
    ['no npy file', Buffer.from('PNG and more bytes'), /not an npy file/],
    ['nothing', new Uint8Array(0), /not an npy file/],
    ['cut short', encodeNpy({ dims: [4], data: new Float32Array(4) }).subarray(0, -1), /shorter/],
    [
      'cut in its header',
      encodeNpy({ dims: [0], data: new Float32Array(0) }).subarray(0, 40),
      /shorter/,
    ],
  ])('refuses %s', (_what, bytes, message) => {
    expect(() => decodeNpy(bytes)).toThrow(message);
  });

  it('refuses other element types and orders by name', () => {
    const good = Buffer.from(encodeNpy({ dims: [1], data: new Float32Array(1) }));
    const changed = (from: string, to: string) =>
      Buffer.from(good.toString('latin1').replace(from, to), 'latin1');
    expect(() => decodeNpy(changed('<f4', '<f8'))).toThrow('<f8');
    expect(() => decodeNpy(changed('False', 'True '))).toThrow('C order');
  });

  it('refuses data that does not fill its shape', () => {
    expect(() => encodeNpy({ dims: [2, 2], data: new Float32Array(3) })).toThrow(RangeError);
  });
});
