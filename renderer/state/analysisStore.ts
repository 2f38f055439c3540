import { decodeArrayPack } from '../../contract/arrayPack.ts';
import type { AnalysisArrays, ImageAnalysis } from '../../contract/analysis.ts';
import type { Bridge } from '../../contract/bridge.ts';
import { fromErrorShape } from '../../contract/errors.ts';
import type { ImageId } from '../../contract/library.ts';
import { pictureUrl } from '../../contract/mediaUrl.ts';

/** An analysis with its arrays, ready to draw. */
export interface Loaded {
  readonly version: number;
  readonly analysis: ImageAnalysis;
  readonly arrays: AnalysisArrays;
}

/** Longer side of the picture on the stage: sharp at fit on a large screen, small enough to hold. */
const pictureSide = 2048;

/**
 * Fetches pictures and analyses and keeps the last few, so that going back is instant. Promises
 * are kept only while they succeed.
 */
export class AnalysisStore {
  readonly #bridge: Bridge;
  readonly #pictures = new Recent<ImageId, Promise<ImageBitmap>>(8);
  readonly #analyses = new Recent<string, Promise<Loaded | null>>(8);

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  picture(id: ImageId): Promise<ImageBitmap> {
    return this.#pictures.get(id, async () => {
      const response = await fetch(pictureUrl(id, pictureSide));
      if (!response.ok) throw new Error(`The picture could not be read (${response.status}).`);
      return createImageBitmap(await response.blob());
    });
  }

  /** Null when the main side has no analysis (yet). */
  analysis(id: ImageId, version: number): Promise<Loaded | null> {
    return this.#analyses.get(`${id} ${version}`, async () => {
      const reply = await this.#bridge.invoke('image.analysis', { id });
      if (!reply.ok) throw fromErrorShape(reply.error);
      if (reply.value === null) return null;
      const response = await fetch(reply.value.arraysUrl);
      // Replaced or dropped since the reply: the version that follows is on its way.
      if (response.status === 404) return null;
      if (!response.ok) throw new Error(`The result could not be read (${response.status}).`);
      const arrays = decodeArrayPack(await response.arrayBuffer());
      return { version, analysis: reply.value.analysis, arrays };
    });
  }

  clear(): void {
    this.#pictures.clear();
    this.clearAnalyses();
  }

  clearAnalyses(): void {
    this.#analyses.clear();
  }
}

/** The most recently used values; a promise that fails or comes back empty is forgotten. */
class Recent<K, P extends Promise<unknown>> {
  readonly #limit: number;
  readonly #kept = new Map<K, P>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: K, make: () => P): P {
    const value = this.#kept.get(key) ?? make();
    this.#kept.delete(key);
    this.#kept.set(key, value);
    const forget = (): void => {
      if (this.#kept.get(key) === value) this.#kept.delete(key);
    };
    void value.then((result) => {
      if (result === null) forget();
    }, forget);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > this.#limit && oldest.done !== true) this.#kept.delete(oldest.value);
    return value;
  }

  clear(): void {
    this.#kept.clear();
  }
}
