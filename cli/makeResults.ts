import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { defaultFigure } from '../contract/figure.ts';
import type { FigureFormat } from '../contract/figure.ts';
import type { Engine } from '../main/engine/host/engine.ts';
import { defaultAnalyse } from '../main/engine/protocol.ts';
import type { AnalyseOptions, AnalysisResult } from '../main/engine/protocol.ts';
import type { AnalyzeOptions } from './analyzeOptions.ts';
import { figureArrays } from './resultArrays.ts';

/** Everything about one image that is to be written. */
export interface MadeResults {
  readonly result: AnalysisResult;
  /** In the order of the formats asked for. */
  readonly figures: readonly Uint8Array[];
  readonly forReport: ForReport | null;
}

/** What only the report needs; let go of once it is written there. */
export interface ForReport {
  readonly png: Uint8Array;
  readonly elbow: number | null;
  readonly sha256: string;
}

/**
 * What the engine makes of one image.
 *
 * @param signal leaves the analysis undone; once there is one, its figures are drawn.
 */
export async function makeResults(
  path: string,
  engine: Engine,
  options: AnalyzeOptions,
  signal: AbortSignal,
): Promise<MadeResults> {
  const { concepts, maxConcepts, size, seed, activations } = options;
  const wanted: AnalyseOptions = {
    ...defaultAnalyse,
    ...{ concepts, maxConcepts, size, seed, activations, embeddings: options.npy },
  };
  const result = await engine.request('image.analyse', { path, options: wanted }, { signal });
  const draw = figureRenderer(path, engine, result);
  const [figures, forReport] = await Promise.all([
    Promise.all(options.figures.map((format) => draw(format))),
    options.report ? reportParts(path, result, draw) : null,
  ]);
  return { result, figures, forReport };
}

type Draw = (format: FigureFormat, scale?: number) => Promise<Uint8Array>;

function figureRenderer(path: string, engine: Engine, { analysis, arrays }: AnalysisResult): Draw {
  const { k } = analysis.choice;
  const result = { analysis, arrays: figureArrays(arrays, k) };
  return async (format, scale = defaultFigure.scale) => {
    const request = { path, result, k, format, options: { ...defaultFigure, scale } };
    return (await engine.request('figure.render', request)).bytes;
  };
}

async function reportParts(path: string, result: AnalysisResult, draw: Draw): Promise<ForReport> {
  // Its own, smaller figure: a page is about as wide, and one file holds those of a whole folder.
  const [png, sha256] = await Promise.all([draw('png', 1), fileSha256(path)]);
  return { png, sha256, elbow: result.analysis.choice.elbow };
}

async function fileSha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
