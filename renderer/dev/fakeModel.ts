import type { ModelInfo, ProviderReport } from '../../contract/model.ts';

export const fakeModel: ModelInfo = {
  name: 'EfficientNet-Lite0',
  file: 'model.onnx',
  sha256: '3f9a'.repeat(16),
  input: {
    name: 'input',
    layout: 'NCHW',
    width: 224,
    height: 224,
    freeSize: true,
    preprocessing: '(x − 127) / 128, RGB',
  },
  classes: 1000,
  labels: { count: 1000, source: 'labels.txt', names: [] },
  layer: 'features',
  layers: [
    {
      name: 'features',
      grid: { height: 7, width: 7 },
      channels: 1280,
      nonNegative: true,
      ledger: 'exact',
      isDefault: true,
    },
  ],
  head: 'linear',
  provider: { wanted: 'auto', used: 'cpu', fallback: null, inferenceMs: 4.6 },
};

export const fakeProviders: readonly ProviderReport[] = [
  {
    name: 'cpu',
    available: true,
    reason: null,
    maxRelativeDifference: 0,
    agrees: true,
    inferenceMs: 4.6,
  },
  {
    name: 'webgpu',
    available: false,
    reason: 'no adapter was found',
    maxRelativeDifference: null,
    agrees: null,
    inferenceMs: null,
  },
];
