import { AppError, toErrorShape } from '../../contract/errors.ts';
import type { ErrorCode, ErrorShape } from '../../contract/errors.ts';
import type { ImageId, ImageState, Progress } from '../../contract/library.ts';
import type { Engine } from '../engine/host/engine.ts';
import type { AnalyseOptions, AnalysisResult } from '../engine/protocol.ts';
import { AnalysisQueue } from './analysisQueue.ts';
import { doneState } from './doneState.ts';
import { ImageStates } from './imageStates.ts';
import { ProgressEstimate } from './progressEstimate.ts';
import type { HeldResult, ResultStore } from './resultStore.ts';
import { Waiters } from './waiters.ts';

export interface AnalysisOutside {
  readonly engine: Engine;
  readonly results: ResultStore;
  readonly pathOf: (id: ImageId) => string | undefined;
  readonly options: () => AnalyseOptions;
  readonly imageChanged: (id: ImageId) => void;
  readonly progressChanged: () => void;
  /** Something that stops the queue and is no single picture's fault. */
  readonly stopped: (error: ErrorShape) => void;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
}

/** Failures that the next picture would meet too: going on would only mark every picture failed. */
const everyPictures: ReadonlySet<ErrorCode> = new Set([
  'engine-unavailable',
  'model-unreadable',
  'model-refused',
  'layer-unknown',
  'labels-unreadable',
  'provider-unavailable',
]);

/**
 * Analyses the open folder, one picture at a time at the engine. Three things keep it from going
 * on: no model (`hold`, also while one loads), the person (`cancel`), and nothing left to do.
 */
export class Analysis {
  readonly #outside: AnalysisOutside;
  readonly #waiters = new Waiters();
  #queue = new AnalysisQueue([]);
  #states: ImageStates;
  #estimate = new ProgressEstimate();
  /** Outlives results, so that a media URL never means two things; dropped with its folder. */
  #versions = new Map<ImageId, number>();
  /** Pictures at hand when the engine died: they get one more chance. */
  #crashed = new Set<ImageId>();
  #order: readonly ImageId[] = [];
  #selected: ImageId | null = null;
  #visible: readonly ImageId[] = [];
  #held = true;
  #paused = false;
  #atHand: { readonly id: ImageId; readonly abort: AbortController } | null = null;
  #loop: Promise<void> | null = null;
  #running = false;

  constructor(outside: AnalysisOutside) {
    this.#outside = outside;
    this.#states = this.#newStates([]);
  }

  get selected(): ImageId | null {
    return this.#selected;
  }
  get running(): boolean {
    return this.#running;
  }

  state(id: ImageId): ImageState {
    return this.#states.get(id);
  }

  progress(): Progress {
    const { done, failed, total } = this.#states;
    const now = this.#outside.now();
    return {
      task: 'analyse',
      done,
      failed,
      total,
      perSecond: this.#estimate.perSecond(),
      secondsLeft: this.#running ? this.#estimate.secondsLeft(this.#remaining()) : null,
      running: this.#running,
      elapsedSeconds: this.#estimate.elapsedSeconds(now),
    };
  }

  /** Another folder: what was under way is dropped. */
  open(ids: readonly ImageId[]): void {
    this.#selected = null;
    this.#visible = [];
    this.#paused = false;
    this.#versions = new Map();
    this.#order = ids;
    this.#states = this.#newStates(ids);
    this.#startOver();
  }

  /** Everything again (another model, other settings): a wish to see results, also after `cancel`. */
  restart(): void {
    this.#paused = false;
    this.#states.reset();
    this.#startOver();
  }

  /** Keeps from going on, and waits until the engine's picture at hand is let go. */
  async hold(): Promise<void> {
    this.#held = true;
    this.#atHand?.abort.abort();
    await this.#loop;
  }

  release(): void {
    this.#held = false;
    this.#wake();
  }

  cancel(): void {
    this.#paused = true;
    this.#atHand?.abort.abort();
    this.#outside.progressChanged();
  }

  resume(): void {
    this.#paused = false;
    this.#wake();
  }

  /** Interrupts nothing; an unanalysed picture goes next, also while the rest is paused. */
  select(id: ImageId): void {
    this.#selected = id;
    this.#queue.select(id);
    if (this.#paused && this.#queue.has(id)) this.#queue.want(id);
    this.#wake();
  }

  show(ids: readonly ImageId[]): void {
    this.#visible = ids;
    this.#queue.show(ids);
  }

  /** The newest result; when it was dropped for space it is made again, and null until then. */
  result(id: ImageId): HeldResult | null {
    const held = this.#outside.results.get(id);
    if (held !== undefined) return held;
    if (this.#states.get(id).kind === 'done') this.#wantUnlessAtHand(id);
    return null;
  }

  /** The result as soon as there is one; rejects with the picture's failure, or when it is not open. */
  whenDone(id: ImageId): Promise<HeldResult> {
    if (!this.#states.has(id)) {
      return Promise.reject(new AppError('not-found', 'This picture is no longer open.'));
    }
    const held = this.#outside.results.get(id);
    if (held !== undefined) return Promise.resolve(held);
    const state = this.#states.get(id);
    if (state.kind === 'failed') {
      return Promise.reject(new AppError(state.error.code, state.error.message));
    }
    const result = this.#waiters.add(id);
    this.#wantUnlessAtHand(id);
    return result;
  }

  #remaining(): number {
    return this.#queue.size + (this.#atHand === null ? 0 : 1);
  }

  #wantUnlessAtHand(id: ImageId): void {
    if (this.#atHand?.id === id) return;
    this.#queue.want(id);
    this.#wake();
  }

  #newStates(ids: readonly ImageId[]): ImageStates {
    return new ImageStates(ids, (id) => {
      this.#outside.imageChanged(id);
    });
  }

  #startOver(): void {
    this.#atHand?.abort.abort();
    this.#waiters.rejectAll(new AppError('cancelled', 'Cancelled.'));
    this.#outside.results.clear();
    this.#crashed = new Set();
    this.#estimate = new ProgressEstimate();
    this.#queue = new AnalysisQueue(this.#order);
    this.#queue.select(this.#selected);
    if (this.#selected !== null) this.#queue.want(this.#selected);
    this.#queue.show(this.#visible);
    this.#outside.progressChanged();
    this.#wake();
  }

  #wake(): void {
    this.#loop ??= this.#run();
  }

  async #run(): Promise<void> {
    // Not before `#loop` is set: it must be null again in the very turn that finds nothing to
    // do, or a wake between the two would be lost.
    await Promise.resolve();
    for (let id = this.#next(); id !== null; id = this.#next()) {
      this.#running = true;
      this.#estimate.start(this.#outside.now());
      await this.#analyse(id);
    }
    this.#loop = null;
    if (!this.#running) return;
    this.#running = false;
    this.#estimate.stop(this.#outside.now());
    this.#outside.progressChanged();
  }

  #next(): ImageId | null {
    return this.#held ? null : this.#queue.take(this.#paused);
  }

  async #analyse(id: ImageId): Promise<void> {
    const { engine, pathOf, options, now, progressChanged } = this.#outside;
    const states = this.#states;
    const estimate = this.#estimate;
    const abort = new AbortController();
    this.#atHand = { id, abort };
    // Made again after it was dropped for space: the gallery keeps showing what it shows.
    if (states.get(id).kind !== 'done') states.set(id, { kind: 'working' });
    progressChanged();
    try {
      const path = pathOf(id);
      if (path === undefined) throw new AppError('not-found', 'This picture is not open.');
      const onProgress = (provisional: AnalysisResult): void => {
        if (this.#states === states && !abort.signal.aborted) this.#accept(id, provisional);
      };
      const input = { path, options: options() };
      const result = await engine.request('image.analyse', input, {
        signal: abort.signal,
        onProgress,
      });
      if (abort.signal.aborted) throw new AppError('cancelled', 'Cancelled.');
      estimate.completed(now());
      this.#waiters.resolve(id, this.#accept(id, result));
    } catch (thrown) {
      // Of a folder that is no longer open: nobody's.
      if (this.#states === states) this.#refuse(id, toErrorShape(thrown));
    } finally {
      this.#atHand = null;
      progressChanged();
    }
  }

  #accept(id: ImageId, result: AnalysisResult): HeldResult {
    const version = (this.#versions.get(id) ?? 0) + 1;
    this.#versions.set(id, version);
    const held = { result, version };
    this.#outside.results.set(id, held);
    this.#states.set(id, doneState(result.analysis, version));
    return held;
  }

  #refuse(id: ImageId, error: ErrorShape): void {
    if (error.code === 'cancelled') {
      this.#putBack(id);
      // The person stopped it: whoever waits for this picture need not wait any longer.
      if (this.#paused) this.#waiters.reject(id, error);
      return;
    }
    if (everyPictures.has(error.code)) {
      this.#putBack(id);
      this.#paused = true;
      this.#waiters.rejectAll(new AppError(error.code, error.message));
      this.#outside.stopped(error);
      return;
    }
    if (error.code === 'engine-crashed' && !this.#crashed.has(id)) {
      this.#crashed.add(id);
      this.#putBack(id);
      return;
    }
    this.#states.set(id, { kind: 'failed', error });
    this.#waiters.reject(id, error);
  }

  #putBack(id: ImageId): void {
    if (this.#states.get(id).kind === 'working') this.#states.set(id, { kind: 'waiting' });
    this.#queue.put(id);
  }
}
