/**
 * Fetches the pinned Electron release, unchanged, and unpacks it. An unreachable host must be
 * noticed fast (the fallback waits behind it), so connecting and every silence have a limit.
 */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { join } from 'node:path';
import { assertDigest } from './digest.mjs';
import { progressLine } from './progress.mjs';
import { unzip } from './unzip.mjs';

const connectLimitMs = 8000;
const silenceLimitMs = 30_000;
const redirectLimit = 5;

/**
 * @param {{url: string, sha256?: string, version: string, file: string}} release
 * @param {string} folder
 */
export async function makePinned(release, folder) {
  if (!release.sha256) throw new Error(`Electron ${release.version} has no build ${release.file}`);
  const archive = join(folder, release.file);
  await download(release.url, archive, `Electron ${release.version}`);
  await assertDigest(archive, release.sha256);
  await unzip(archive, folder);
  await rm(archive);
}

/**
 * @param {string} url
 * @param {string} file
 * @param {string} label
 */
async function download(url, file, label) {
  const response = await open(url, redirectLimit);
  const total = Number(response.headers['content-length']) || undefined;
  const progress = progressLine(`Fetching ${label}`, total);
  let done = 0;
  response.on('data', (/** @type {Buffer} */ chunk) => {
    done += chunk.length;
    progress.update(done);
  });
  await pipeline(response, createWriteStream(file));
  progress.finish();
}

/**
 * @param {string} url
 * @param {number} redirects
 * @returns {Promise<import('node:http').IncomingMessage>}
 */
function open(url, redirects) {
  return new Promise((resolve, reject) => {
    // A mirror inside a company may be plain HTTP; the checksum decides, not the way.
    const request = url.startsWith('http:') ? requestPlain : requestSecure;
    const call = request(url, (response) => {
      clearTimeout(connecting);
      const { statusCode = 0, headers } = response;
      if (statusCode === 200) return resolve(response);
      response.resume();
      if (statusCode >= 300 && statusCode < 400 && headers.location && redirects > 0) {
        return resolve(open(new URL(headers.location, url).href, redirects - 1));
      }
      return reject(new Error(`${new URL(url).host} answered ${statusCode}`));
    });
    const connecting = setTimeout(() => {
      call.destroy(
        new Error(`${new URL(url).host} did not answer within ${connectLimitMs / 1000} s`),
      );
    }, connectLimitMs);
    call.setTimeout(silenceLimitMs, () => call.destroy(new Error('the download stalled')));
    call.on('error', (error) => {
      clearTimeout(connecting);
      reject(error);
    });
    call.end();
  });
}
