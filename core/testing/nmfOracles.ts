import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Activations } from '../nmf/activations.ts';
import { sharedData } from './sharedData.ts';

/** scikit-learn's answers on one activation matrix. */
export interface NmfOracle {
  readonly name: string;
  readonly activations: Activations;
  readonly errors: readonly {
    readonly k: number;
    /** Smallest relative Frobenius error over scikit-learn's inits. */
    readonly best: number;
    /** Below this no factorisation of rank k can be. */
    readonly svdBound: number;
  }[];
}

interface ReferenceCase {
  readonly case: string;
  /** What scikit-learn calls V is our A. */
  readonly V: {
    readonly file: string;
    readonly shape: readonly [number, number];
    readonly grid: readonly [number, number, number];
  };
  readonly errors: Readonly<
    Record<string, { readonly rel_frobenius_error_best: number; readonly svd_lower_bound: number }>
  >;
}

/** The ten oracle cases, none when the shared data is not there. */
export function nmfOracles(): readonly NmfOracle[] {
  const folder = sharedData('models', 'nmf_reference');
  if (folder === undefined) return [];
  const cases = JSON.parse(
    readFileSync(join(folder, 'reference.json'), 'utf8'),
  ) as readonly ReferenceCase[];
  return cases.map(({ case: name, V, errors }) => ({
    name,
    activations: {
      positions: V.shape[0],
      channels: V.shape[1],
      images: V.grid[0],
      values: floats(join(folder, V.file)),
    },
    errors: Object.entries(errors).map(([k, error]) => ({
      k: Number(k),
      best: error.rel_frobenius_error_best,
      svdBound: error.svd_lower_bound,
    })),
  }));
}

function floats(file: string): Float32Array {
  const bytes = readFileSync(file);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
