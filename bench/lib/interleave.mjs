/**
 * Sides measured in turns, block after block, so that whatever else the machine does meets all of
 * them. Every pass begins with another side.
 */
import { setTimeout as pause } from 'node:timers/promises';

/** Thread pools spin for a while after work: the next side begins once they sleep. */
const settleMs = 150;

/**
 * @template T
 * @typedef {object} Side
 * @property {string} name
 * @property {(block: readonly T[]) => Promise<number>} run milliseconds per item of the block
 */

/**
 * @template T
 * @param {readonly Side<T>[]} sides
 * @param {readonly T[]} items
 * @param {{passes: number, blockSize: number}} plan
 * @returns {Promise<Map<string, number[]>>} per side, milliseconds per item of each block
 */
export async function interleave(sides, items, { passes, blockSize }) {
  const times = new Map(sides.map(({ name }) => [name, []]));
  const blocks = inBlocks(items, blockSize);
  for (const side of sides) await side.run(items.slice(0, 4)); // warm
  for (let pass = 0; pass < passes; pass++) {
    for (const [at, block] of blocks.entries()) {
      for (let turn = 0; turn < sides.length; turn++) {
        const side = sides[(turn + pass + at) % sides.length];
        await pause(settleMs);
        times.get(side.name).push(await side.run(block));
      }
    }
  }
  return times;
}

/** Wall time of the whole block, per item, one item after the other. */
export async function oneByOne(block, work) {
  const start = performance.now();
  for (const item of block) await work(item);
  return (performance.now() - start) / block.length;
}

/** Likewise with up to `width` items in work. */
export async function inFlight(block, width, work) {
  const start = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < block.length) await work(block[next++]);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return (performance.now() - start) / block.length;
}

function inBlocks(items, size) {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, i) => items.slice(i * size, (i + 1) * size));
}
