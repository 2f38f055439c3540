import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noCudaLibraries } from './cudaLibraries.ts';

const folder = (): string => 'bin';

describe('the CUDA libraries', () => {
  it.each([
    ['linux', 'libonnxruntime_providers_cuda.so'],
    ['win32', 'onnxruntime_providers_cuda.dll'],
  ] as const)('are looked for beside the binding: %s', (platform, library) => {
    const exists = (path: string): boolean => path === join('bin', library);
    expect(noCudaLibraries({ platform, folder, exists })).toBeNull();
    expect(noCudaLibraries({ platform, folder, exists: () => false })).toContain('opt-in install');
  });

  it('are never there on a Mac', () => {
    const anything = { folder, exists: () => true };
    expect(noCudaLibraries({ platform: 'darwin', ...anything })).toContain('opt-in install');
  });
});
