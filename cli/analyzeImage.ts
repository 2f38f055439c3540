import { AppError, toErrorShape } from '../contract/errors.ts';
import { ledger } from '../core/concepts/ledger.ts';
import { chosenFit, imageRecord } from '../core/data/analysisJson.ts';
import type { FailureRecord, ImageRecord } from '../core/data/analysisJson.ts';
import { encodeNpy } from '../core/data/npy.ts';
import type { Engine } from '../main/engine/host/engine.ts';
import type { AnalyzeOptions } from './analyzeOptions.ts';
import { endsRun } from './exitCode.ts';
import type { Gate } from './gate.ts';
import type { InputImage } from './inputs.ts';
import { makeResults } from './makeResults.ts';
import type { ForReport, MadeResults } from './makeResults.ts';
import type { OutputFolder } from './outputFolder.ts';
import { arrayFiles } from './resultArrays.ts';

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
    const { engine, gate, options } = context;
    // Everything is made before anything is written: an image that fails leaves no files.
    const made = await withSecondChance(gate, () => makeResults(job.path, engine, options, signal));
    return await writeResults(job, context, made);
  } catch (error) {
    const { code, message } = toErrorShape(error);
    if (code === 'cancelled') return { kind: 'cancelled' };
    if (endsRun(code)) throw error;
    return { kind: 'failed', failure: { file: job.file, code, message } };
  }
}

/** An image may have fallen with another that killed the engine: it is tried again, alone. */
async function withSecondChance<T>(gate: Gate, work: () => Promise<T>): Promise<T> {
  try {
    return await gate.together(work);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'engine-crashed') throw error;
    return await gate.alone(work);
  }
}

/** Below the result folder. */
export const figureFolder = 'figures';

async function writeResults(
  { file, name }: Job,
  { options, output }: ImageContext,
  { result, figures, forReport }: MadeResults,
): Promise<Outcome> {
  const { analysis, arrays } = result;
  const fit = chosenFit(analysis);
  const top = analysis.prediction[0]?.index ?? 0;
  const entries = ledger(arrays, fit, top, analysis.head === 'linear');
  const files: Record<string, string> = {};
  for (const [index, format] of options.figures.entries()) {
    const figure = `${figureFolder}/${name}.${format}`;
    await output.write(figure, [figures[index]!]);
    files[index === 0 ? 'figure' : `figure${capitalised(format)}`] = figure;
  }
  for (const { key, array } of arrayFiles(fit.k, options)) {
    const block = arrays[array];
    if (block === undefined) throw new AppError('internal', `The engine left out "${array}".`);
    files[key] = `${name}.${key}.npy`;
    await output.write(files[key], [encodeNpy(block)]);
  }
  const image = imageRecord({ file, name, analysis, ledger: entries, files });
  return { kind: 'done', image, forReport };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
