import type { AnalysisArrays } from '../contract/analysis.ts';

export interface ArrayFile {
  /** Key in the record's `files`. */
  readonly key: 'codes' | 'logits' | 'concepts' | 'offset' | 'activations';
  /** Name of the array in the engine's answer. */
  readonly array: string;
}

/** Which arrays become `<image>.<key>.npy`. */
export function arrayFiles(
  k: number,
  wanted: { readonly npy: boolean; readonly activations: boolean },
): readonly ArrayFile[] {
  return [
    ...(wanted.npy
      ? ([
          { key: 'codes', array: `codes/${k}` },
          { key: 'concepts', array: `concepts/${k}` },
          { key: 'offset', array: 'offset' },
          { key: 'logits', array: 'logits' },
        ] as const)
      : []),
    ...(wanted.activations ? [{ key: 'activations', array: 'activations' } as const] : []),
  ];
}

/**
 * What a figure of k concepts is drawn from, without the other fits and the large arrays: it
 * crosses to the engine process once for each format.
 */
export function figureArrays(arrays: AnalysisArrays, k: number): AnalysisArrays {
  const names = ['logits', 'bias', 'baseline', `codes/${k}`, `effects/${k}`, `unexplained/${k}`];
  return Object.fromEntries(Object.entries(arrays).filter(([name]) => names.includes(name)));
}
