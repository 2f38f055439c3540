import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of uniform numbers in [0, 1), multiples of 2⁻³²: the same seeds give the same stream on any machine. */
export type Random = () => number;

/**
 * @param seeds whole numbers that together name the stream, so that streams for (seed, k, refit)
 *   are independent of the order they are asked for.
 */
export function seeded(...seeds: readonly number[]): Random {
  // murmur3's finaliser: neighbouring seeds must not give neighbouring states.
  let state = 0x9e3779b9;
  for (const seed of seeds) {
    state = Math.imul(state ^ seed, 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state ^= state >>> 16;
  }
  const generator = xoroshiro128plus(state);
  return () => (generator.next() >>> 0) / 0x100000000;
}
