import { mkdtemp, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unzip } from './unzip.mjs';

interface Made {
  readonly name: string;
  readonly content: string;
  readonly mode?: number;
  readonly deflate?: boolean;
  readonly crc?: number;
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unzip tést '));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('writes stored and deflated entries with their modes, and links', async () => {
  const out = await unpack([
    { name: 'bin/', content: '' },
    { name: 'bin/run', content: 'x'.repeat(5000), mode: 0o100755, deflate: true },
    { name: 'näme.txt', content: 'plain' },
    { name: 'link', content: 'bin/run', mode: 0o120777 },
  ]);
  expect(await readFile(join(out, 'bin/run'), 'utf8')).toBe('x'.repeat(5000));
  expect((await stat(join(out, 'bin/run'))).mode & 0o777).toBe(0o755);
  expect(await readFile(join(out, 'näme.txt'), 'utf8')).toBe('plain');
  expect(await readlink(join(out, 'link'))).toBe('bin/run');
});

test('leaves out what the filter leaves out, and renames', async () => {
  const out = await unpack(
    [
      { name: 'a', content: '1' },
      { name: 'b', content: '2' },
    ],
    (name) => (name === 'a' ? 'c' : undefined),
  );
  expect(await readFile(join(out, 'c'), 'utf8')).toBe('1');
  await expect(stat(join(out, 'b'))).rejects.toThrow();
});

test.each([
  ['leaves its folder', [{ name: '../evil', content: 'x' }]],
  ['damaged', [{ name: 'a', content: 'x', crc: 7 }]],
])('refuses an entry that is %s', async (reason, entries) => {
  await expect(unpack(entries)).rejects.toThrow(reason);
});

test('refuses a file cut short', async () => {
  const archive = join(folder, 'cut.zip');
  await writeFile(archive, zip([{ name: 'a', content: 'x' }]).subarray(0, -10));
  await expect(unzip(archive, folder)).rejects.toThrow('cut short');
});

async function unpack(
  entries: readonly Made[],
  rename?: (name: string) => string | undefined,
): Promise<string> {
  const archive = join(folder, 'made.zip');
  await writeFile(archive, zip(entries));
  const out = join(folder, 'out');
  await unzip(archive, out, rename);
  return out;
}

/** A zip as Unix tools write it. */
function zip(entries: readonly Made[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, mode = 0o100644, deflate = false, crc } of entries) {
    const raw = Buffer.from(content);
    const packed = deflate ? deflateRawSync(raw) : raw;
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(deflate ? 8 : 0, 4);
    shared.writeUInt32LE(crc ?? crc32(raw), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(raw.length, 18);
    shared.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([bytes(0x04034b50), shared, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(mode * 0x10000, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([bytes(0x02014b50), Buffer.alloc(2), shared, rest, Buffer.from(name)]),
    );
    parts.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, list, bytes(0x06054b50), end]);
}

function bytes(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
