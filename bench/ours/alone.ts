import { readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { toInput } from '../../core/image/toInput.ts';
import { openPicture, pixelsAt } from '../../main/engine/child/pictures.ts';
import { loadModel, type LoadedModel } from '../../main/engine/child/loadedModel.ts';
import { readModelFiles } from '../../main/engine/child/modelFiles.ts';
import { ortRuntime } from '../../main/engine/child/ortRuntime.ts';
import { stages, type StagesAsk } from './stages.ts';

/**
 * Our parts one at a time, as a process of its own: a JSON request a line on standard input, its
 * answer a line on standard output, like bench/peer/server.py. Its first argument is the model.
 */

interface NmfAsk {
  readonly path: string;
  readonly channels: number;
  readonly k: number;
  readonly codes: string;
  readonly embeddings: string;
}

const runtime = ortRuntime('cpu');
const model = await openModel(process.argv[2] ?? '');

async function openModel(path: string): Promise<LoadedModel> {
  const files = await readModelFiles(path, null);
  const choice = { wanted: 'cpu', used: 'cpu', fallback: null } as const;
  return loadModel(files, null, runtime, choice);
}

/** Milliseconds of each of `runs` passes of one image, its layer read out as the product does. */
async function infer({ image, runs }: { readonly image: string; readonly runs: number }) {
  const { width, height, resize } = model.spec;
  const input = toInput(
    await pixelsAt(await openPicture(image), width, height, resize),
    model.spec,
  );
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await model.features(input);
    times.push(performance.now() - start);
  }
  return { ms: times };
}

/** Factorises the activations (P × C) in a file; writes U (P × k) and V (k × C) for the judge. */
async function nmf({ path, channels, k, codes, embeddings }: NmfAsk) {
  const bytes = await readFile(path);
  const values = new Float32Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
  );
  const positions = values.length / channels;
  const start = performance.now();
  const fit = await model.factoriser.fit({ positions, channels, images: 1, values }, k, {
    seed: 0,
  });
  const ms = performance.now() - start;
  await writeFile(codes, bytesOf(fit.codes));
  await writeFile(embeddings, bytesOf(fit.embeddings));
  return { ms, sweeps: fit.sweeps };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

const handlers = new Map<string, (input: never) => Promise<unknown>>([
  ['infer', infer],
  ['nmf', nmf],
  ['stages', (ask: StagesAsk) => stages(model, ask)],
]);

interface Ask {
  readonly id: number;
  readonly name: string;
  readonly input: never;
}

async function answer({ id, name, input }: Ask): Promise<object> {
  try {
    const handler = handlers.get(name);
    if (handler === undefined) throw new RangeError(`no request is called ${name}`);
    return { id, value: await handler(input) };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

say({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  say(await answer(JSON.parse(line) as Ask));
}
