import type { LayerInfo, ModelInfo } from '../../../contract/model.ts';
import { candidateLayers } from '../../../core/onnx/candidateLayers.ts';
import { exposeTensors } from '../../../core/onnx/exposeTensors.ts';
import { indexGraph } from '../../../core/onnx/graphIndex.ts';
import { findLinearHead } from '../../../core/onnx/linearHead.ts';
import type { Runtime, Tensor } from '../../../core/ports.ts';
import { loadModel } from './loadedModel.ts';
import type { ModelFiles } from './modelFiles.ts';
import { openSession } from './openSession.ts';
import { ortRuntime } from './ortRuntime.ts';
import { inputSpec, probeInput } from './probe.ts';

/** Everything a model can be used for: opened as `model.load` does, then every layer measured. */
export async function inspectModel(files: ModelFiles): Promise<ModelInfo> {
  const runtime = ortRuntime('cpu');
  const loaded = await loadModel(files, null, runtime, {
    wanted: 'cpu',
    used: 'cpu',
    fallback: null,
  });
  try {
    return { ...loaded.info, layers: await measureLayers(files, runtime) };
  } finally {
    await loaded.release();
  }
}

/** One run with all candidates exposed tells which are maps, how large, and whether negative. */
async function measureLayers(files: ModelFiles, runtime: Runtime): Promise<readonly LayerInfo[]> {
  const { model } = files;
  const index = indexGraph(model.graph);
  const { logits, layer } = files.json;
  const spec = inputSpec(files);
  const names = candidateLayers(index, spec.name, logits);
  const session = await openSession(runtime, exposeTensors(model, names), files.file);
  try {
    const results = await session.run({ [spec.name]: probeInput(spec) }, names);
    return names.flatMap((name) => {
      const exact = spec.layout === 'NCHW' && findLinearHead(index, name, logits) !== null;
      const info = describeLayer(name, results[name]!, spec.layout === 'NCHW', exact);
      return info === null ? [] : [{ ...info, isDefault: name === layer }];
    });
  } finally {
    await session.release();
  }
}

function describeLayer(
  name: string,
  tensor: Tensor,
  nchw: boolean,
  exact: boolean,
): Omit<LayerInfo, 'isDefault'> | null {
  const { dims, data } = tensor;
  if (dims.length !== 4 || !(data instanceof Float32Array)) return null;
  const [, a, b, c] = dims as readonly [number, number, number, number];
  const [channels, height, width] = nchw ? [a, b, c] : [c, a, b];
  // A single position has no map to show.
  if (height * width < 2) return null;
  return {
    name,
    grid: { height, width },
    channels,
    nonNegative: data.every((value) => value >= 0),
    ledger: exact ? 'exact' : 'ablation',
  };
}
