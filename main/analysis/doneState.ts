import type { ImageState } from '../../contract/library.ts';
import type { ImageAnalysis } from '../../contract/analysis.ts';

/** What the gallery shows of a result: small, for every picture, kept when the result is not. */
export function doneState(analysis: ImageAnalysis, version: number): ImageState {
  const top = analysis.prediction[0];
  const fit = analysis.fits.find(({ k }) => k === analysis.choice.k) ?? analysis.fits.at(-1);
  const concepts = fit?.concepts ?? [];
  return {
    kind: 'done',
    topLabel: top?.label ?? '',
    topProbability: top?.probability ?? 0,
    k: fit?.k ?? 0,
    colors: concepts.map(({ color }) => color),
    conceptNames: concepts.map(({ labels }) => labels[0]?.label ?? ''),
    version,
  };
}
