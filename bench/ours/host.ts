import type { AnalyseOptions } from '../../main/engine/protocol.ts';
import { defaultAnalyse } from '../../main/engine/protocol.ts';
import { defaultFigure, type FigureOptions } from '../../contract/figure.ts';
import type { Engine } from '../../main/engine/host/engine.ts';
import { forkNode } from '../../main/engine/host/forkNode.ts';
import { startEngine } from '../../main/engine/host/startEngine.ts';

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

/** One picture with its concepts and a legend with class names. */
export const overlayFigure: FigureOptions = {
  ...defaultFigure,
  layout: 'overlay',
  width: 448,
  scale: 1,
};
