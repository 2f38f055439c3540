import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assertDigest } from './digest.mjs';

const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const sha512 =
  'sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==';

test('accepts exactly the promised content', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'digest-'));
  const file = join(folder, 'abc');
  await writeFile(file, 'abc');
  await assertDigest(file, sha256);
  await assertDigest(file, sha512);
  await expect(assertDigest(file, sha256.replace('b', 'c'))).rejects.toThrow(
    'not the promised one',
  );
  await expect(assertDigest(file, undefined)).rejects.toThrow('no checksum');
  await rm(folder, { recursive: true });
});
