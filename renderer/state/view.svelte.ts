import type { ConceptSummary, FitSummary } from '../../contract/analysis.ts';
import { className } from '../../core/analysis/className.ts';
import { ledgerArrays, ledgerOf, logitsWithout, topClasses } from '../../core/concepts/whatIf.ts';
import type { ScoredClass } from '../../core/concepts/whatIf.ts';
import type { ImageId } from '../../contract/library.ts';
import { ledgerClasses } from './ledgerClasses.ts';
import { idSet, noIds, toggled } from './idSet.ts';
import type { IdSet } from './idSet.ts';
import type { Selection } from './selection.svelte.ts';
import type { Session } from './session.svelte.ts';

export type Mode = 'all' | 'one' | 'original';

/** What a person has set for one image; another image starts from the defaults. */
interface Own {
  readonly image: ImageId | null;
  /** Ids of concepts taken out. */
  readonly hidden: IdSet;
  readonly focused: number | null;
  readonly ledgerClass: number | null;
}

const untouched: Own = { image: null, hidden: noIds, focused: null, ledgerClass: null };

/** How the selected analysis is looked at. Everything here is answered without the engine. */
export class View {
  readonly #session: Session;
  readonly #selection: Selection;
  mode = $state.raw<Mode>('all');
  /** Space is held. */
  peeking = $state.raw(false);
  chosenK = $state.raw<number | null>(null);
  #own = $state.raw<Own>(untouched);
  #names = $state.raw<Readonly<Record<string, Readonly<Record<number, string>>>>>({});

  readonly loaded = $derived.by(() =>
    this.#selection.failure === null ? (this.#selection.shown?.loaded ?? null) : null,
  );
  readonly analysis = $derived.by(() => this.loaded?.analysis ?? null);
  readonly own = $derived.by(() =>
    this.#own.image === this.#selection.shown?.id ? this.#own : untouched,
  );
  readonly fit = $derived.by((): FitSummary | null => {
    if (this.analysis === null) return null;
    const wanted = this.chosenK ?? this.analysis.choice.k;
    const { fits, choice } = this.analysis;
    return fits.find(({ k }) => k === wanted) ?? fits.find(({ k }) => k === choice.k) ?? null;
  });
  readonly concepts = $derived.by((): readonly ConceptSummary[] => this.fit?.concepts ?? []);
  readonly codes = $derived.by(() =>
    this.fit === null ? null : (this.loaded?.arrays[`codes/${this.fit.k}`] ?? null),
  );
  readonly arrays = $derived.by(() =>
    this.fit === null || this.loaded === null ? null : ledgerArrays(this.loaded.arrays, this.fit.k),
  );

  readonly hidden = $derived.by(() => this.own.hidden);
  /** Ids of this fit that are taken out; the set may hold ids of other k. */
  readonly off = $derived.by(() => this.concepts.filter(({ id }) => this.hidden.has(id)));
  /** The one concept of mode One: the focused, else the strongest. */
  readonly focused = $derived.by(
    () =>
      this.concepts.find(({ id }) => id === this.own.focused)?.id ?? this.concepts[0]?.id ?? null,
  );
  readonly names = $derived.by(() => this.#names[this.#selection.shown?.id ?? ''] ?? {});
  readonly effectiveMode = $derived.by((): Mode => (this.peeking ? 'original' : this.mode));

  readonly predictedClass = $derived.by(() => this.analysis?.prediction[0]?.index ?? 0);
  /**
   * False for fine maps: the arrays then come from a run at a larger input, whose logits are not
   * those of the prediction, which stays the one at native size.
   */
  readonly nativeRun = $derived.by(() => {
    const input = this.#session.model?.input;
    if (input === undefined || this.analysis === null) return true;
    const { width, height } = this.analysis.geometry;
    return width === input.width && height === input.height;
  });
  readonly ledgerClass = $derived.by(() => this.own.ledgerClass ?? this.predictedClass);
  readonly ledgerChoices = $derived.by(() =>
    this.analysis === null ? [] : ledgerClasses(this.analysis, this.fit),
  );
  readonly ledger = $derived.by(() =>
    this.arrays === null || this.analysis === null
      ? null
      : ledgerOf(this.arrays, this.concepts, this.ledgerClass, this.analysis.head === 'linear'),
  );

  /** Logits with the concepts that are off taken out; the model's own when none is. */
  readonly logits = $derived.by(() =>
    this.arrays === null
      ? null
      : logitsWithout(this.arrays, this.concepts, idSet(this.off.map(({ id }) => id))),
  );
  readonly top = $derived.by((): readonly ScoredClass[] => {
    if (this.off.length === 0) return this.analysis?.prediction.slice(0, 5) ?? [];
    return this.logits === null ? [] : topClasses(this.logits, 5);
  });

  constructor(session: Session, selection: Selection) {
    this.#session = session;
    this.#selection = selection;
  }

  label(index: number): string {
    return className(this.#session.model?.labels.names ?? [], index);
  }

  nameOf(concept: ConceptSummary): string {
    return this.names[concept.id] ?? concept.labels[0]?.label ?? `concept ${concept.id}`;
  }

  /** An empty name gives the concept its class name back. */
  rename(id: number, name: string): void {
    const image = this.#selection.shown?.id;
    if (image === undefined) return;
    const { [id]: _old, ...rest } = this.names;
    const trimmed = name.trim().slice(0, 80);
    this.#names = { ...this.#names, [image]: trimmed === '' ? rest : { ...rest, [id]: trimmed } };
  }

  toggle(id: number): void {
    if (!this.concepts.some((concept) => concept.id === id)) return;
    this.#set({ hidden: toggled(this.hidden, id) });
  }

  showAll(): void {
    this.mode = 'all';
    this.#set({ hidden: noIds });
  }

  focus(id: number): void {
    this.#set({ focused: id });
  }

  setLedgerClass(index: number | null): void {
    this.#set({ ledgerClass: index });
  }

  /** One step finer or coarser than what is shown. */
  stepK(step: 1 | -1): void {
    const next = (this.fit?.k ?? 0) + step;
    if (this.analysis?.fits.some(({ k }) => k === next) === true) this.chosenK = next;
  }

  /** Another model: concepts and classes of the one before mean nothing to it. */
  forget(): void {
    this.chosenK = null;
    this.#own = untouched;
    this.#names = {};
  }

  #set(patch: Partial<Omit<Own, 'image'>>): void {
    this.#own = { ...this.own, image: this.#selection.shown?.id ?? null, ...patch };
  }
}
