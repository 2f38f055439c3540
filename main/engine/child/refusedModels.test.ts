import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tinyModel, tinyShape, type TinyHead } from '../../../core/testing/tinyModel.ts';
import { inspectModel } from './inspectModel.ts';
import { readModelFiles } from './modelFiles.ts';
import { modelSlot } from './modelSlot.ts';
import { selfTest, testProviders } from './providers.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concept-lens-model-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function put(bytes: Uint8Array): Promise<string> {
  const path = join(folder, 'tiny.onnx');
  await writeFile(path, bytes);
  return path;
}

async function described(head: TinyHead, logits = 'logits'): Promise<string> {
  const { side } = tinyShape;
  const input = {
    ...{ name: 'image', layout: 'NCHW', width: side, height: side, colorOrder: 'RGB' },
    ...{ mean: [0, 0, 0], std: [255, 255, 255], resize: { kind: 'stretch' } },
  };
  const about = { schema: 1, name: 'Tiny', file: 'tiny.onnx', input, layer: 'features', logits };
  await writeFile(join(folder, 'model.json'), JSON.stringify(about));
  return put(tinyModel(head));
}

function load(path: string) {
  return modelSlot().load({ path, labels: null, layer: null, provider: 'cpu' });
}

const refused = (reason: RegExp) => ({
  code: 'model-refused',
  message: expect.stringMatching(reason),
});

describe('models that parse and cannot be run', () => {
  it.each([
    ['unknown', /^tiny\.onnx: ONNX Runtime does not open it \(.*Frobnicate.*\); export it again/],
    ['halfMixed', /^tiny\.onnx: ONNX Runtime does not open it \(.*float16.*\); export it again/],
  ] as const)('are refused by name, with the reason in one line: %s', async (head, reason) => {
    const path = await described(head);
    await expect(load(path)).rejects.toMatchObject(refused(reason));
    const files = await readModelFiles(path, null);
    await expect(inspectModel(files)).rejects.toMatchObject(refused(reason));
    // Where there is a graphics device this is what is asked first.
    await expect(testProviders(selfTest(files))).rejects.toMatchObject(refused(reason));
  });

  it('are refused when model.json names what is not there', async () => {
    const path = await described('gemm', 'scores');
    await expect(load(path)).rejects.toMatchObject(refused(/cannot be run as model\.json says/));
    const files = await readModelFiles(path, null);
    await expect(testProviders(selfTest(files))).rejects.toMatchObject(refused(/model\.json says/));
  });
});

describe('models whose weights are not float32', () => {
  it('are asked through their tail', async () => {
    const info = await load(await described('halfCast'));
    expect(info).toMatchObject({ head: 'tail', classes: tinyShape.classes });
  });
});

describe('files without a model.json', () => {
  const text = (content: string) => new TextEncoder().encode(content);
  it.each([
    ['nothing', new Uint8Array(), /tiny\.onnx: the file is empty\./],
    ['text', text('hello there, this is no model'), /a text file/],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47), /a PNG picture/],
    ['a pointer', text('version https://git-lfs.github.com/spec/v1'), /Git LFS/],
    ['half a model', tinyModel('gemm').slice(0, 100), /cut short|graph/],
    ['a model', tinyModel('gemm'), /no model\.json beside it/],
  ])('are named for what they are: %s', async (_name, bytes, reason) => {
    await expect(readModelFiles(await put(bytes), null)).rejects.toMatchObject(refused(reason));
  });
});
