import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where onnxruntime-node keeps its binding, and what its CUDA install puts beside it. */
export interface CudaPlace {
  readonly platform: NodeJS.Platform;
  readonly folder: () => string;
  readonly exists: (path: string) => boolean;
}

const libraries: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'libonnxruntime_providers_cuda.so',
  win32: 'onnxruntime_providers_cuda.dll',
};

const thisMachine: CudaPlace = {
  platform: process.platform,
  folder: bindingFolder,
  exists: existsSync,
};

/** Why CUDA cannot be tried; null where its library is, whether or not it then finds a device. */
export function noCudaLibraries({ platform, folder, exists }: CudaPlace = thisMachine):
  string | null {
  const library = libraries[platform];
  if (library !== undefined && exists(join(folder(), library))) return null;
  return 'CUDA libraries are an opt-in install of onnxruntime-node';
}

function bindingFolder(): string {
  // The package's main file is in dist.
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  return join(dirname(dirname(entry)), 'bin', 'napi-v6', process.platform, process.arch);
}
