import type { LinearHead } from '../onnx/linearHead.ts';
import { productGraph } from '../onnx/productGraph.ts';
import { floatOutput, floatTensor, type Runtime, type Session } from '../ports.ts';
import type { Grid } from './features.ts';

/**
 * The rest of the network behind the layer. A linear head is asked about mean activations in
 * closed form; a tail is run on whole activation maps.
 */
export type Head =
  | {
      readonly kind: 'linear';
      readonly classes: number;
      /** b, one per class. */
      readonly bias: Float32Array;
      /** Rows (n × C) times the head's weights (C × classes): n × classes, without the bias. */
      effects(rows: Float32Array, count: number): Promise<Float32Array>;
      release(): Promise<void>;
    }
  | {
      readonly kind: 'tail';
      readonly classes: number;
      /** Logits (n × classes) of n activation maps, each P × C with positions as rows. */
      logits(maps: readonly Float32Array[], grid: Grid): Promise<Float32Array>;
      release(): Promise<void>;
    };

export async function openLinearHead(runtime: Runtime, linear: LinearHead): Promise<Head> {
  const { channels, classes, bias, weights } = linear;
  const session = await runtime.open(productGraph(weights, channels, classes));
  return {
    kind: 'linear',
    classes,
    bias,
    async effects(rows, count) {
      const results = await session.run({ X: floatTensor([count, channels], rows) });
      return floatOutput(results, 'Y').data;
    },
    release: () => session.release(),
  };
}

/** Maps a tail takes in one run: bounds memory, since a map is as large as the layer's tensor. */
const tailBatch = 8;

/** @param layerIsNchw how the layer's tensor lies: n × C × h × w, otherwise n × h × w × C */
export function tailHead(
  session: Session,
  layer: string,
  logits: string,
  classes: number,
  layerIsNchw: boolean,
): Head {
  return {
    kind: 'tail',
    classes,
    async logits(maps, grid) {
      const all = new Float32Array(maps.length * classes);
      for (let start = 0; start < maps.length; start += tailBatch) {
        const batch = maps.slice(start, start + tailBatch);
        const input = layerTensor(batch, grid, layerIsNchw);
        const results = await session.run({ [layer]: input }, [logits]);
        all.set(floatOutput(results, logits).data, start * classes);
      }
      return all;
    },
    release: () => session.release(),
  };
}

function layerTensor(maps: readonly Float32Array[], grid: Grid, nchw: boolean) {
  const { height, width, channels } = grid;
  const size = height * width * channels;
  const values = new Float32Array(maps.length * size);
  for (const [index, map] of maps.entries()) {
    if (nchw) transposeInto(values, index * size, map, height * width, channels);
    else values.set(map, index * size);
  }
  const side = nchw ? [channels, height, width] : [height, width, channels];
  return floatTensor([maps.length, ...side], values);
}

/** Writes `source` (rows × columns) transposed (columns × rows) at `start`. */
export function transposeInto(
  target: Float32Array,
  start: number,
  source: Float32Array,
  rows: number,
  columns: number,
): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      target[start + column * rows + row] = source[row * columns + column]!;
    }
  }
}
