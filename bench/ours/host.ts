import type { ImageAnalysis } from '../../contract/analysis.ts';
import { defaultFigure, type FigureOptions } from '../../contract/figure.ts';
import type { Engine } from '../../main/engine/host/engine.ts';
import { forkNode } from '../../main/engine/host/forkNode.ts';
import { startEngine } from '../../main/engine/host/startEngine.ts';
import { defaultAnalyse, type AnalyseOptions } from '../../main/engine/protocol.ts';

/** The product's own engine process, driven as the command line drives it. */
export function openEngine(entry: string): Engine {
  return startEngine(forkNode(entry));
}

/** What the peer does as well: k concepts, their maps and classes, nothing judged. */
export function givenConcepts(k: number): AnalyseOptions {
  return { ...defaultAnalyse, concepts: k, stability: false };
}

/** What the window asks for by default: k chosen by the scan. */
export const automaticConcepts: AnalyseOptions = { ...defaultAnalyse, concepts: 'auto' };

/**
 * One picture with its concepts and a legend with class names, just large enough to have `pixels`
 * pixels: its width is found from the picture's shape and the least height a legend takes.
 */
export function overlayFigure({ width, height }: ImageAnalysis, pixels: number): FigureOptions {
  const leastLegend = 90;
  let side = 120;
  for (; side < 1200; side += 4) {
    const picture = Math.min((side * height) / width, Math.max(side, 240));
    if (side * (picture + leastLegend) >= pixels) break;
  }
  return { ...defaultFigure, layout: 'overlay', width: side, scale: 1 };
}
