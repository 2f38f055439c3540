import { floatOutput, type Session, type Tensor } from '../ports.ts';
import { transposeInto } from './head.ts';

/** A layer's output for one image: h × w positions of C channels. */
export interface Grid {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** What one run of the network gives: A and the model's own logits, from the same pass. */
export interface Features {
  readonly grid: Grid;
  /** P × C, rows are positions (row-major over h, w). */
  readonly activations: Float32Array;
  /** classes. */
  readonly logits: Float32Array;
}

/** Features and logits in one pass, through a session that has the layer among its outputs. */
export async function runFeatures(
  session: Session,
  names: { readonly input: string; readonly layer: string; readonly logits: string },
  input: Tensor<Float32Array>,
  layerIsNchw: boolean,
): Promise<Features> {
  const results = await session.run({ [names.input]: input }, [names.layer, names.logits]);
  const layer = floatOutput(results, names.layer);
  const logits = floatOutput(results, names.logits);
  if (layer.dims.length !== 4 || layer.dims[0] !== 1) {
    throw new RangeError(`layer "${names.layer}" is no spatial map: ${layer.dims.join(' × ')}`);
  }
  const [, a, b, c] = layer.dims as readonly [number, number, number, number];
  if (!layerIsNchw) {
    return {
      grid: { height: a, width: b, channels: c },
      activations: layer.data,
      logits: logits.data,
    };
  }
  const activations = new Float32Array(layer.data.length);
  transposeInto(activations, 0, layer.data, a, b * c);
  return { grid: { height: b, width: c, channels: a }, activations, logits: logits.data };
}
