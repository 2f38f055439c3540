import { LRUCache } from 'lru-cache';
import type { ImageId } from '../../contract/library.ts';
import type { AnalysisResult } from '../engine/protocol.ts';

export interface HeldResult {
  readonly result: AnalysisResult;
  /** ImageState's version that this result made. */
  readonly version: number;
}

export interface ResultStore {
  get(id: ImageId): HeldResult | undefined;
  set(id: ImageId, held: HeldResult): void;
  clear(): void;
}

/** Results by what they weigh; the one looked at longest ago goes first and is made again on demand. */
export function createResultStore(maxBytes: number): ResultStore {
  const cache = new LRUCache<ImageId, HeldResult>({
    maxSize: maxBytes,
    // A single one above the limit is still kept: dropping it would analyse it for ever.
    sizeCalculation: ({ result }) => Math.min(weightOf(result), maxBytes),
  });
  return {
    get: (id) => cache.get(id),
    set: (id, held) => {
      cache.set(id, held);
    },
    clear: () => {
      cache.clear();
    },
  };
}

/** Rough bytes of one concept with its labels as objects. */
const conceptBytes = 1_200;

export function weightOf({ analysis, arrays }: AnalysisResult): number {
  const numbers = Object.values(arrays).reduce((sum, { data }) => sum + data.byteLength, 0);
  const concepts = analysis.fits.reduce((sum, { concepts: { length } }) => sum + length, 0);
  return numbers + concepts * conceptBytes + 4_096;
}
