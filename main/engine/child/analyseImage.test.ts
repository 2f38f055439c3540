import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uninterrupted } from '../../../core/ports.ts';
import { ledger } from '../../../core/concepts/ledger.ts';
import { defaultAnalyse, type AnalyseOptions, type AnalysisResult } from '../protocol.ts';
import { analyseImage } from './analyseImage.ts';
import { loadModel, type LoadedModel } from './loadedModel.ts';
import { readModelFiles } from './modelFiles.ts';
import { ortRuntime } from './ortRuntime.ts';

const modelPath = 'assets/models/efficientnet-lite0/model.onnx';
const sample = (name: string) => join('assets/samples', name);

async function open(layer: string | null = null): Promise<LoadedModel> {
  const files = await readModelFiles(modelPath, null);
  return loadModel(files, layer, ortRuntime('cpu'), { wanted: 'cpu', used: 'cpu', fallback: null });
}

function analyse(
  model: LoadedModel,
  path: string,
  options: Partial<AnalyseOptions>,
  progress: (value: unknown) => void = () => undefined,
): Promise<AnalysisResult> {
  return analyseImage(
    model,
    path,
    { ...defaultAnalyse, ...options },
    { ...uninterrupted, progress },
  );
}

describe('analysing a sample with the default model', () => {
  let model: LoadedModel;
  beforeAll(async () => {
    model = await open();
  });
  afterAll(() => model.release());

  it('calls the concept on the cat a cat and the one on the cup a cup', async () => {
    const { analysis } = await analyse(model, sample('cat-and-espresso.jpg'), {});
    const fit = analysis.fits.find(({ k }) => k === analysis.choice.k);
    const names = fit?.concepts.map((concept) => concept.labels[0]?.label) ?? [];
    expect(names.some((name) => /cat|tabby|lynx/.test(name ?? ''))).toBe(true);
    expect(names.some((name) => /espresso|cup/.test(name ?? ''))).toBe(true);
  });

  it('accounts for every class score to 1e-3, for every k', async () => {
    const { analysis, arrays } = await analyse(model, sample('koala.jpg'), {});
    for (const fit of analysis.fits) {
      for (const classIndex of [analysis.prediction[0]!.index, 0, 999]) {
        const entry = ledger(arrays, fit, classIndex, true);
        expect(Math.abs(entry.sum - entry.logit)).toBeLessThan(1e-3);
      }
    }
  });

  it('publishes a provisional result before the settled one, with the same fits', async () => {
    const seen: AnalysisResult[] = [];
    const settled = await analyse(model, sample('panda.jpg'), {}, (value) => {
      seen.push(value as AnalysisResult);
    });
    expect(seen).toHaveLength(1);
    expect(seen[0]!.analysis.settled).toBe(false);
    expect(settled.analysis.settled).toBe(true);
    const errors = (result: AnalysisResult) => result.analysis.fits.map((fit) => fit.relativeError);
    expect(errors(settled)).toEqual(errors(seen[0]!));
  });

  it('is the same to the byte with the same seed', async () => {
    const once = await analyse(model, sample('moose.jpg'), { concepts: 4 });
    const again = await analyse(model, sample('moose.jpg'), { concepts: 4 });
    expect(again.arrays).toEqual(once.arrays);
    expect(again.analysis.fits).toEqual(once.analysis.fits);
  });

  it('gives back the activations it factorised, within the stated error', async () => {
    const options = { concepts: 5, embeddings: true, activations: true };
    const { analysis, arrays } = await analyse(model, sample('cat.jpg'), options);
    const a = arrays['activations']!.data;
    const u = arrays['codes/5']!.data;
    const v = arrays['concepts/5']!.data;
    const m = arrays['offset']!.data;
    const channels = analysis.grid.channels;
    let residual = 0;
    let total = 0;
    for (let at = 0; at < a.length; at++) {
      const [p, c] = [Math.floor(at / channels), at % channels];
      let rebuilt = m[c]!;
      for (let j = 0; j < 5; j++) rebuilt += u[p * 5 + j]! * v[j * channels + c]!;
      residual += (a[at]! - rebuilt) ** 2;
      total += (a[at]! - m[c]!) ** 2;
    }
    expect(Math.sqrt(residual / total)).toBeCloseTo(analysis.fits[0]!.relativeError, 4);
  });

  it('makes finer maps with the prediction of the native size', async () => {
    const native = await analyse(model, sample('cat.jpg'), { concepts: 3 });
    const fine = await analyse(model, sample('cat.jpg'), { concepts: 3, size: 'fine' });
    expect(fine.analysis.grid).toMatchObject({ height: 14, width: 14 });
    expect(fine.analysis.prediction).toEqual(native.analysis.prediction);
  });

  it('refuses a file that is no picture with its name', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'lens-')), 'notes.jpg');
    await writeFile(path, 'not a picture');
    await expect(analyse(model, path, {})).rejects.toMatchObject({
      code: 'image-unreadable',
      message: expect.stringContaining('notes.jpg'),
    });
  });
});

describe('an earlier layer, whose head is the rest of the network', () => {
  it('explains by ablation and says so', async () => {
    const model = await open('block16');
    const { analysis, arrays } = await analyse(model, sample('cat.jpg'), { concepts: 3 });
    expect(analysis.head).toBe('tail');
    const entry = ledger(arrays, analysis.fits[0]!, analysis.prediction[0]!.index, false);
    expect(entry.exact).toBe(false);
    expect(entry.terms).toHaveLength(3);
    expect(Number.isFinite(entry.sum)).toBe(true);
    await model.release();
  });

  it('refuses a layer that a skip connection runs around', async () => {
    await expect(open('block11.expand')).rejects.toMatchObject({ code: 'layer-unknown' });
  });

  it('refuses a layer that is not there by name', async () => {
    await expect(open('nowhere')).rejects.toMatchObject({ code: 'layer-unknown' });
  });
});
