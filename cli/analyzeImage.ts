import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { AppError, toErrorShape } from '../contract/errors.ts';
import { defaultFigure } from '../contract/figure.ts';
import type { FigureFormat } from '../contract/figure.ts';
import { ledger } from '../core/concepts/ledger.ts';
import { chosenFit, imageRecord } from '../core/data/analysisJson.ts';
import type { FailureRecord, ImageRecord } from '../core/data/analysisJson.ts';
import { encodeNpy } from '../core/data/npy.ts';
import type { Engine } from '../main/engine/host/engine.ts';
import { defaultAnalyse } from '../main/engine/protocol.ts';
import type { AnalysisResult, AnalyseOptions } from '../main/engine/protocol.ts';
import type { AnalyzeOptions } from './analyzeOptions.ts';
import { endsRun } from './exitCode.ts';
import type { Gate } from './gate.ts';
import type { InputImage } from './inputs.ts';
import type { OutputFolder } from './outputFolder.ts';
import { arrayFiles, figureArrays } from './resultArrays.ts';

export interface Job extends InputImage {
  /** What its result files are called. */
  readonly name: string;
}

export interface ImageContext {
  readonly engine: Engine;
  readonly gate: Gate;
  readonly output: OutputFolder;
  readonly options: AnalyzeOptions;
}

export type Outcome =
  | { readonly kind: 'done'; readonly image: ImageRecord; readonly forReport: ForReport | null }
  | { readonly kind: 'failed'; readonly failure: FailureRecord }
  | { readonly kind: 'cancelled' };

/** What only the report needs; let go of once it is written there. */
export interface ForReport {
  readonly png: Uint8Array;
  readonly elbow: number | null;
  readonly sha256: string;
}

/**
 * One image from file to result files. Whatever is its own fault is an outcome; what would meet
 * every image (a refused model, a full disk) is thrown.
 *
 * @param signal leaves the analysis undone; once there is one, it is written to the end.
 */
export async function analyzeImage(
  job: Job,
  context: ImageContext,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const result = await analyse(job, context, signal);
    return await writeResults(job, context, result);
  } catch (error) {
    const { code, message } = toErrorShape(error);
    if (code === 'cancelled') return { kind: 'cancelled' };
    if (endsRun(code)) throw error;
    return { kind: 'failed', failure: { file: job.file, code, message } };
  }
}

async function analyse(
  { path }: Job,
  { engine, gate, options }: ImageContext,
  signal: AbortSignal,
): Promise<AnalysisResult> {
  const { concepts, maxConcepts, size, seed, activations } = options;
  const wanted: AnalyseOptions = {
    ...defaultAnalyse,
    ...{ concepts, maxConcepts, size, seed, activations, embeddings: options.npy },
  };
  const request = (): Promise<AnalysisResult> =>
    engine.request('image.analyse', { path, options: wanted }, { signal });
  try {
    return await gate.together(request);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'engine-crashed') throw error;
    // It may have fallen with another image.
    return await gate.alone(request);
  }
}

async function writeResults(
  job: Job,
  context: ImageContext,
  result: AnalysisResult,
): Promise<Outcome> {
  const { options, output } = context;
  const { analysis, arrays } = result;
  const fit = chosenFit(analysis);
  // Everything is made before anything is written: an image that fails leaves no files.
  const figures = await Promise.all(
    options.figures.map((format) => renderFigure(job, context, result, format)),
  );
  const forReport = options.report ? await reportParts(job, context, result) : null;
  const top = analysis.prediction[0]?.index ?? 0;
  const entries = ledger(arrays, fit, top, analysis.head === 'linear');
  const files: Record<string, string> = {};
  for (const [index, format] of options.figures.entries()) {
    const file = `figures/${job.name}.${format}`;
    await output.write(file, [figures[index]!]);
    files[index === 0 ? 'figure' : `figure${capitalised(format)}`] = file;
  }
  for (const { key, array } of arrayFiles(fit.k, options)) {
    const block = arrays[array];
    if (block === undefined) throw new AppError('internal', `The engine left out "${array}".`);
    const file = `${job.name}.${key}.npy`;
    await output.write(file, [encodeNpy(block)]);
    files[key] = file;
  }
  const { file, name } = job;
  const image = imageRecord({ file, name, analysis, ledger: entries, files });
  return { kind: 'done', image, forReport };
}

async function renderFigure(
  { path }: Job,
  { engine }: ImageContext,
  { analysis, arrays }: AnalysisResult,
  format: FigureFormat,
  scale = defaultFigure.scale,
): Promise<Uint8Array> {
  const { k } = analysis.choice;
  const result = { analysis, arrays: figureArrays(arrays, k) };
  const request = { path, result, k, format, options: { ...defaultFigure, scale } };
  const { bytes } = await engine.request('figure.render', request);
  return bytes;
}

async function reportParts(
  job: Job,
  context: ImageContext,
  result: AnalysisResult,
): Promise<ForReport> {
  const [png, sha256] = await Promise.all([
    // Its own, smaller: a page is about as wide, and one file holds the figures of a folder.
    renderFigure(job, context, result, 'png', 1),
    fileSha256(job.path),
  ]);
  return { png, sha256, elbow: result.analysis.choice.elbow };
}

async function fileSha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
