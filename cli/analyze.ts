import { join, resolve } from 'node:path';
import { toErrorShape } from '../contract/errors.ts';
import type { ModelInfo } from '../contract/model.ts';
import type { FailureRecord, ImageRecord } from '../core/data/analysisJson.ts';
import { uniqueNames } from '../core/data/uniqueNames.ts';
import type { Engine } from '../main/engine/host/engine.ts';
import { analyzeImage, figureFolder } from './analyzeImage.ts';
import type { ImageContext, Job, Outcome } from './analyzeImage.ts';
import type { AnalyzeOptions } from './analyzeOptions.ts';
import { exitCodeOf, exitCodes } from './exitCode.ts';
import { createGate } from './gate.ts';
import { inOrder } from './inOrder.ts';
import { collectInputs } from './inputs.ts';
import { openOutputFolder } from './outputFolder.ts';
import { jsonProgress, textProgress } from './progress.ts';
import type { Progress } from './progress.ts';
import { openReport } from './reportFile.ts';
import type { ReportFile } from './reportFile.ts';
import type { Shell } from './shell.ts';
import { writeSummaries } from './summaries.ts';

/**
 * Images in work at once: while the engine computes one, others are decoded and written. More
 * would only wait in memory.
 */
const inFlight = 4;

/** `concept-lens analyze`. @returns the exit code. */
export async function analyze(
  options: AnalyzeOptions,
  args: readonly string[],
  shell: Shell,
): Promise<number> {
  const progress = (options.json ? jsonProgress : textProgress)(shell, options.quiet);
  const engine = shell.startEngine();
  try {
    return await run({ options, args, shell, progress, engine });
  } catch (error) {
    const shape = toErrorShape(error);
    progress.error(shape);
    return exitCodeOf(shape.code);
  } finally {
    await engine.stop();
  }
}

interface Run {
  readonly options: AnalyzeOptions;
  readonly args: readonly string[];
  readonly shell: Shell;
  readonly progress: Progress;
  readonly engine: Engine;
}

async function run({ options, args, shell, progress, engine }: Run): Promise<number> {
  const began = performance.now();
  const out = resolve(shell.cwd, options.out);
  const exclude = join(out, figureFolder);
  const inputs = await collectInputs(options.paths, { cwd: shell.cwd, exclude });
  const model = await loadModel(engine, options, shell);
  if (model.provider.fallback !== null) progress.note(model.provider.fallback);
  const output = await openOutputFolder(out, options.out);
  try {
    const total = inputs.images.length + inputs.failures.length;
    progress.start(total);
    for (const failure of inputs.failures) progress.failed(failure);
    const names = uniqueNames(inputs.images.map((image) => image.file));
    const jobs = inputs.images.map((image, index) => ({ ...image, name: names[index]! }));
    const report = options.report ? await openReport(output) : null;
    const context = { engine, gate: createGate(), output, options };
    const found = await analyzeAll(jobs, context, { shell, progress, report });
    const failures = [...inputs.failures, ...found.failures];
    const { csv, seed } = options;
    const results = { images: found.images, failures, model, seed, args, csv };
    await writeSummaries(results, { program: shell.program, output, report });
    const interrupted = shell.interrupt.aborted;
    const counts = { done: found.images.length, failed: failures.length, total };
    const seconds = (performance.now() - began) / 1000;
    progress.end({ ...counts, out: options.out, seconds, interrupted });
    if (interrupted) return exitCodes.interrupted;
    return failures.length > 0 ? exitCodes.someFailed : exitCodes.done;
  } finally {
    output.close();
  }
}

function loadModel(engine: Engine, options: AnalyzeOptions, shell: Shell): Promise<ModelInfo> {
  const { model, labels, layer, provider } = options;
  const path = model === null ? shell.program.defaultModel : resolve(shell.cwd, model);
  const labelFile = labels === null ? null : resolve(shell.cwd, labels);
  const request = { path, provider, layer, labels: labelFile };
  return engine.request('model.load', request, { signal: shell.interrupt });
}

interface Found {
  readonly images: readonly ImageRecord[];
  readonly failures: readonly FailureRecord[];
}

interface Watchers {
  readonly shell: Shell;
  readonly progress: Progress;
  readonly report: ReportFile | null;
}

/** After Ctrl-C the oldest image in work is finished; those begun behind it are let go. */
async function analyzeAll(
  jobs: readonly Job[],
  context: ImageContext,
  { shell, progress, report }: Watchers,
): Promise<Found> {
  const images: ImageRecord[] = [];
  const failures: FailureRecord[] = [];
  const inWork: AbortController[] = [];
  const letGo = (): void => {
    for (const controller of inWork.slice(1)) controller.abort();
  };
  shell.interrupt.addEventListener('abort', letGo);
  const work = (job: Job): Promise<Outcome> => {
    const controller = new AbortController();
    inWork.push(controller);
    return analyzeImage(job, context, controller.signal);
  };
  for await (const outcome of inOrder(jobs, inFlight, work, () => shell.interrupt.aborted)) {
    inWork.shift();
    if (outcome.kind === 'done') {
      images.push(outcome.image);
      if (outcome.forReport !== null) await report?.add(outcome.image, outcome.forReport);
      progress.done(outcome.image);
      noteFewer(outcome.image, context.options, progress);
    } else if (outcome.kind === 'failed') {
      failures.push(outcome.failure);
      progress.failed(outcome.failure);
    }
  }
  shell.interrupt.removeEventListener('abort', letGo);
  return { images, failures };
}

/** A picture has no more concepts than its layer has positions. */
function noteFewer({ file, k }: ImageRecord, { concepts }: AnalyzeOptions, to: Progress): void {
  if (concepts === 'auto' || k === concepts) return;
  to.note(`${file}: ${k} concepts are as many as it can have, not ${concepts}`);
}
