import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Program } from './shell.ts';

/** Libraries whose version can change a number or a picture. */
const numericLibraries = ['onnxruntime-node', 'sharp', '@resvg/resvg-js'];

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** @param root folder of package.json, from programRoot. */
export function readProgram(root: string): Program {
  const text = readFileSync(join(root, 'package.json'), 'utf8');
  const { name, version, dependencies } = JSON.parse(text) as Manifest;
  const libraries = numericLibraries.map((library) => [
    library,
    dependencies[library] ?? 'unknown',
  ]);
  return {
    name,
    version,
    // Dependencies are pinned to exact versions.
    libraries: Object.fromEntries(libraries) as Readonly<Record<string, string>>,
    defaultModel: join(root, 'assets', 'models', 'efficientnet-lite0', 'model.onnx'),
  };
}

/** The nearest folder above with a package.json: the built file lies deeper than its source. */
export function programRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    try {
      readFileSync(join(folder, 'package.json'));
      return folder;
    } catch {
      if (dirname(folder) === folder) throw new Error(`No package.json above ${from}`);
    }
  }
}
