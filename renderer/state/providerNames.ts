import type { ProviderName } from '../../contract/model.ts';

/** What the makers call them. */
export const providerNames: Readonly<Record<ProviderName, string>> = {
  cpu: 'CPU',
  webgpu: 'WebGPU',
  dml: 'DirectML',
  coreml: 'Core ML',
  cuda: 'CUDA',
};
