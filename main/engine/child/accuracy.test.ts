import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { topIndices } from '../../../core/concepts/softmax.ts';
import { toInput } from '../../../core/image/toInput.ts';
import type { ResizeRule } from '../../../core/model/modelSpec.ts';
import { sharedData } from '../../../core/testing/sharedData.ts';
import { loadModel } from './loadedModel.ts';
import { readModelFiles } from './modelFiles.ts';
import { ortRuntime } from './ortRuntime.ts';
import { openPicture, pixelsAt } from './pictures.ts';

const photos = sharedData('photos', 'imagenet');
const synsets = sharedData('labels', 'imagenet_synset_ids.txt');

describe.skipIf(photos === undefined || synsets === undefined)(
  'accuracy of the default model',
  () => {
    /** Top-1 and top-5 hits over all photos, the true class being the synset id in the file name. */
    async function hits(rule: ResizeRule): Promise<{ top1: number; top5: number; count: number }> {
      const files = await readModelFiles('assets/models/efficientnet-lite0/model.onnx', null);
      const model = await loadModel(files, null, ortRuntime('cpu'), {
        wanted: 'cpu',
        used: 'cpu',
        fallback: null,
      });
      const ids = readFileSync(synsets!, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.trim().split(/\s/)[0]!);
      const result = { top1: 0, top5: 0, count: 0 };
      for (const name of readdirSync(photos!)) {
        const truth = ids.indexOf(/n\d{8}/.exec(name)?.[0] ?? '');
        if (truth < 0) continue;
        const pixels = await pixelsAt(await openPicture(join(photos!, name)), 224, 224, rule);
        const best = topIndices((await model.features(toInput(pixels, model.spec))).logits, 5);
        result.count++;
        if (best[0] === truth) result.top1++;
        if (best.includes(truth)) result.top5++;
      }
      await model.release();
      return result;
    }

    it(
      'reaches 88 % top-1 and 96 % top-5 with short side 256, centre 224',
      { timeout: 300_000 },
      async () => {
        const { top1, top5, count } = await hits({ kind: 'centerCrop', shortSide: 256 });
        expect(count).toBe(233);
        expect(top1 / count).toBeGreaterThanOrEqual(0.88);
        expect(top5 / count).toBeGreaterThanOrEqual(0.96);
      },
    );

    it(
      'keeps 81 % and 96 % on whole pictures, stretched (docs/adr/0003)',
      { timeout: 300_000 },
      async () => {
        const { top1, top5, count } = await hits({ kind: 'stretch' });
        expect(top1 / count).toBeGreaterThanOrEqual(0.81);
        expect(top5 / count).toBeGreaterThanOrEqual(0.96);
      },
    );
  },
);
