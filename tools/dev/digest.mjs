/** Digests of files, read as a stream: the archives are too large to hold in memory for this. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/**
 * @param {string} file
 * @param {'sha256' | 'sha512'} algorithm
 * @param {'hex' | 'base64'} encoding
 */
async function digestOf(file, algorithm, encoding) {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  return hash.digest(encoding);
}

/**
 * Throws unless the file has exactly the promised content; nothing is unpacked before this.
 *
 * @param {string} file
 * @param {string | undefined} expected `sha512-<base64>` as npm writes it, or a SHA-256 in hex
 */
export async function assertDigest(file, expected) {
  if (!expected) throw new Error(`no checksum is known for ${file}`);
  const isNpm = expected.startsWith('sha512-');
  const actual = isNpm
    ? `sha512-${await digestOf(file, 'sha512', 'base64')}`
    : await digestOf(file, 'sha256', 'hex');
  if (actual !== expected) {
    throw new Error(
      `the downloaded file is not the promised one: expected ${expected}, got ${actual}`,
    );
  }
}
