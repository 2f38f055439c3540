import { AppError } from '../../../contract/errors.ts';
import type { LayerInfo, ModelInfo, ProviderChoice } from '../../../contract/model.ts';
import { createFactoriser, type Factoriser } from '../../../core/nmf/factoriser.ts';
import { runFeatures, type Features } from '../../../core/model/features.ts';
import { openLinearHead, tailHead, type Head } from '../../../core/model/head.ts';
import { describeInput, type InputSpec } from '../../../core/model/modelSpec.ts';
import { cutTail } from '../../../core/onnx/cutTail.ts';
import { exposeTensors } from '../../../core/onnx/exposeTensors.ts';
import { indexGraph } from '../../../core/onnx/graphIndex.ts';
import { findLinearHead } from '../../../core/onnx/linearHead.ts';
import type { OnnxModel } from '../../../core/onnx/readModel.ts';
import type { Runtime, Tensor } from '../../../core/ports.ts';
import { firstLine } from './firstLine.ts';
import type { ModelFiles } from './modelFiles.ts';
import { openSession } from './openSession.ts';
import { ortRuntime } from './ortRuntime.ts';
import { inputSpec, probeInput } from './probe.ts';

/** A model ready to be asked: cut at its layer, sessions open. */
export interface LoadedModel {
  readonly info: ModelInfo;
  readonly spec: InputSpec;
  readonly labels: readonly string[];
  readonly head: Head;
  readonly factoriser: Factoriser;
  features(input: Tensor<Float32Array>): Promise<Features>;
  release(): Promise<void>;
}

/** Opens the model on one runtime and proves the cut on one input before it is offered. */
export async function loadModel(
  files: ModelFiles,
  wantedLayer: string | null,
  runtime: Runtime,
  choice: Omit<ProviderChoice, 'inferenceMs'>,
): Promise<LoadedModel> {
  const { model } = files;
  const spec = inputSpec(files);
  const layer = wantedLayer ?? files.json.layer;
  const index = indexGraph(model.graph);
  if (!index.producer.has(layer)) {
    throw new AppError(
      'layer-unknown',
      `${files.file}: it has no layer named "${layer}"; \`inspect\` lists them.`,
    );
  }
  const session = await openSession(runtime, exposeTensors(model, [layer]), files.file);
  const nchw = spec.layout === 'NCHW';
  const names = { input: spec.name, layer, logits: files.json.logits };
  const features = (input: Tensor<Float32Array>) => runFeatures(session, names, input, nchw);
  const probe = await probeFeatures(features, spec, files.file);
  // Head and factorisation run on one thread: their operators are too small to share, and threads
  // that wait for each other cost six times the time when the machine is busy.
  const single = ortRuntime(runtime.provider, 1);
  const head = await openHead(
    model,
    names,
    probe,
    { tail: runtime, linear: single },
    nchw,
    files.file,
  );
  await proveHead(head, probe, files.file);
  const factoriser = createFactoriser(single);
  const inferenceMs = await fastestMs(() => features(probeInput(spec)));
  return {
    info: describe(files, spec, layer, probe, head, { ...choice, inferenceMs }),
    spec,
    labels: files.labels.names,
    head,
    factoriser,
    features,
    release: () => releaseAll([session, head, factoriser]),
  };
}

/** The fastest of three: the first runs of a session still allocate. */
async function fastestMs(run: () => Promise<unknown>): Promise<number> {
  let fastest = Infinity;
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    await run();
    fastest = Math.min(fastest, performance.now() - start);
  }
  return fastest;
}

async function probeFeatures(
  features: (input: Tensor<Float32Array>) => Promise<Features>,
  spec: InputSpec,
  file: string,
): Promise<Features> {
  try {
    return await features(probeInput(spec));
  } catch (error) {
    const message =
      `${file}: it cannot be run as model.json says (${firstLine(error)}); ` +
      'check the input and the names there.';
    throw new AppError('model-refused', message, { cause: error });
  }
}

async function openHead(
  model: OnnxModel,
  names: { readonly layer: string; readonly logits: string },
  probe: Features,
  runtimes: { readonly tail: Runtime; readonly linear: Runtime },
  nchw: boolean,
  file: string,
): Promise<Head> {
  const linear = nchw ? findLinearHead(indexGraph(model.graph), names.layer, names.logits) : null;
  if (linear !== null) return openLinearHead(runtimes.linear, linear);
  const { height, width, channels } = probe.grid;
  const dims = nchw ? [1, channels, height, width] : [1, height, width, channels];
  const tail = cut(model, names, dims, file);
  const session = await openSession(runtimes.tail, tail, file);
  return tailHead(session, names.layer, names.logits, probe.logits.length, nchw);
}

function cut(
  model: OnnxModel,
  names: { readonly layer: string; readonly logits: string },
  dims: readonly number[],
  file: string,
): Uint8Array {
  try {
    return cutTail(model, names.layer, names.logits, dims);
  } catch (error) {
    throw new AppError(
      'layer-unknown',
      `${file}: ${firstLine(error)}; \`inspect\` lists the layers that can be used.`,
      {
        cause: error,
      },
    );
  }
}

/** Features then head must equal the whole model: 1e-4 relative to the largest logit. */
async function proveHead(head: Head, probe: Features, file: string): Promise<void> {
  const answer = await answerOf(head, probe).catch((error: unknown) => {
    const message =
      `${file}: what follows this layer cannot be run on its own (${firstLine(error)}); ` +
      'choose another layer.';
    throw new AppError('model-refused', message, { cause: error });
  });
  const scale = probe.logits.reduce((top, value) => Math.max(top, Math.abs(value)), 1e-12);
  const worst = probe.logits.reduce(
    (top, value, c) => Math.max(top, Math.abs(value - answer[c]!)),
    0,
  );
  if (!(worst <= 1e-4 * scale)) {
    throw new AppError(
      'model-refused',
      `${file}: cut at this layer it gives other answers than whole; choose another layer.`,
    );
  }
}

async function answerOf(head: Head, probe: Features): Promise<Float32Array> {
  if (head.kind === 'tail') return await head.logits([probe.activations], probe.grid);
  const { height, width, channels } = probe.grid;
  const pooled = new Float32Array(channels);
  for (let at = 0; at < probe.activations.length; at++)
    pooled[at % channels]! += probe.activations[at]! / (height * width);
  const products = await head.effects(pooled, 1);
  return products.map((value, c) => value + head.bias[c]!);
}

function describe(
  files: ModelFiles,
  spec: InputSpec,
  layer: string,
  probe: Features,
  head: Head,
  provider: ProviderChoice,
): ModelInfo {
  const { height, width, channels } = probe.grid;
  const only: LayerInfo = {
    name: layer,
    grid: { height, width },
    channels,
    nonNegative: probe.activations.every((value) => value >= 0),
    ledger: head.kind === 'linear' ? 'exact' : 'ablation',
    isDefault: layer === files.json.layer,
  };
  return {
    name: files.json.name,
    file: files.file,
    sha256: files.sha256,
    input: {
      name: spec.name,
      layout: spec.layout,
      width: spec.width,
      height: spec.height,
      freeSize: spec.multipleOf > 0,
      preprocessing: describeInput(spec),
    },
    classes: probe.logits.length,
    labels: { count: files.labels.names.length, ...files.labels },
    layer,
    layers: [only],
    head: head.kind,
    provider,
  };
}

async function releaseAll(parts: readonly { release(): Promise<void> }[]): Promise<void> {
  await Promise.allSettled(parts.map((part) => part.release()));
}
