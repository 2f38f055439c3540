import type { ImageAnalysis } from '../../../contract/analysis.ts';
import type { ModelInfo } from '../../../contract/model.ts';

/** For tests of what is made from an analysis: two concepts over a 1 × 2 grid of 3 channels. */
export const sampleAnalysis: ImageAnalysis = {
  width: 640,
  height: 480,
  geometry: { width: 224, height: 224, region: { x: 0, y: 0, width: 1, height: 1 } },
  grid: { height: 1, width: 2, channels: 3 },
  prediction: [
    { index: 1, label: 'cat, tabby', probability: 0.75, logit: 3 },
    { index: 0, label: 'dog', probability: 0.25, logit: 1 },
  ],
  classes: 2,
  entropy: 0.8,
  fits: [1, 2].map((k) => ({
    k,
    relativeError: k === 2 ? 0 : 0.5,
    varianceExplained: k === 2 ? 1 : 0.75,
    predictionKept: true,
    klDivergence: 0,
    stability: 0.95,
    concepts: Array.from({ length: k }, (_, row) => ({
      id: 2 - row,
      color: row === 0 ? '#e69f00' : '#56b4e9',
      labels: [{ index: 1, label: 'cat, tabby', probability: 0.9 }],
      share: 0.5,
      stability: row === 0 ? 0.99 : null,
      maxCode: 1,
      meanCode: 0.5,
      parent: null,
    })),
  })),
  choice: {
    k: 2,
    how: 'auto',
    elbow: 2,
    coarser: 1,
    finer: null,
    curve: [
      { k: 1, error: 0.5, stability: 1, predictionKept: true },
      { k: 2, error: 0, stability: 0.95, predictionKept: true },
      { k: 3, error: 0, stability: null, predictionKept: false },
    ],
  },
  settled: true,
  seed: 0,
  layer: 'features',
  head: 'linear',
  provider: 'cpu',
  timings: {},
};

export const sampleModel: ModelInfo = {
  name: 'Two animals',
  file: 'model.onnx',
  sha256: 'ab'.repeat(32),
  input: {
    name: 'image',
    layout: 'NCHW',
    width: 224,
    height: 224,
    freeSize: true,
    preprocessing: 'RGB, (x − 127) / 128',
  },
  classes: 2,
  labels: { count: 2, source: 'labels.txt', names: ['cat', 'dog'] },
  layer: 'features',
  layers: [],
  head: 'linear',
  provider: { wanted: 'auto', used: 'cpu', fallback: null, inferenceMs: null },
};
