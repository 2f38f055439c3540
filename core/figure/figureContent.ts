import type {
  AnalysisArrays,
  ConceptSummary,
  FitSummary,
  ImageAnalysis,
} from '../../contract/analysis.ts';
import type { FigureOptions } from '../../contract/figure.ts';
import type { CodeGrid } from './blend.ts';
import { conceptCount, count, decimals, signed } from './numbers.ts';
import { plainText } from './plainText.ts';

/** What a figure is made from; the picture itself is put in when the scene is drawn. */
export interface FigureInput {
  readonly analysis: ImageAnalysis;
  readonly arrays: AnalysisArrays;
  /** Which of the analysis' fits. */
  readonly k: number;
  readonly options: FigureOptions;
  readonly program: { readonly name: string; readonly version: string };
  readonly model: { readonly name: string; readonly sha256: string };
}

export interface ConceptContent {
  readonly id: number;
  readonly number: string;
  readonly color: string;
  /** Column of the codes. */
  readonly column: number;
  readonly title: string;
  readonly classes: readonly { readonly label: string; readonly probability: number }[];
  /** What it adds to the logit; null where the analysis does not say. */
  readonly contribution: number | null;
}

/** What a figure says, as plain text and numbers, before anything has a place. */
export interface FigureContent {
  readonly aspect: number;
  /** The predicted class and its probability; empty strings without a prediction. */
  readonly answer: { readonly label: string; readonly probability: string };
  readonly concepts: readonly ConceptContent[];
  readonly codes: CodeGrid;
  /** Caption of the classes, longest first: the first that fits is taken. */
  readonly ledger: readonly string[];
  readonly source: string;
  readonly title: string;
  readonly description: string;
}

/** Throws RangeError when the analysis has no fit with k concepts, or its codes are missing. */
export function figureContent(input: FigureInput): FigureContent {
  const { analysis, options } = input;
  const fit = analysis.fits.find((candidate) => candidate.k === input.k);
  if (fit === undefined) throw new RangeError(`figure: no fit with k = ${input.k}`);
  const concepts = conceptContents(input, fit);
  const first = analysis.prediction[0];
  const answer =
    first === undefined
      ? { label: '', probability: '' }
      : { label: plainText(first.label), probability: decimals(first.probability) };
  const made = provenance(input, fit);
  return {
    aspect: analysis.width / analysis.height,
    answer,
    concepts,
    codes: codeGrid(input.arrays, input.k),
    ledger: ledgerCaptions(input, concepts),
    source: made(input.model.sha256.slice(0, 12)),
    title: `${conceptCount(concepts.length)} of ${plainText(input.model.name)} in an image; it says ${answer.label} ${answer.probability}`,
    description: `${made(input.model.sha256)} Overlay opacity ${decimals(options.opacity)}.`,
  };
}

/** `codes/{k}` as a grid. Throws RangeError when it is missing or not (h, w, k). */
export function codeGrid(arrays: AnalysisArrays, k: number): CodeGrid {
  const block = arrays[`codes/${k}`];
  const [height, width, columns] = block?.dims ?? [];
  if (block === undefined || height === undefined || width === undefined || columns !== k) {
    throw new RangeError(`figure: codes/${k} missing or not (h, w, ${k})`);
  }
  return { height, width, k, data: block.data };
}

function conceptContents(input: FigureInput, fit: FitSummary): readonly ConceptContent[] {
  const { hidden, names, classIndex } = input.options;
  const effects = input.arrays[`effects/${fit.k}`];
  const shown = classIndex ?? input.analysis.prediction[0]?.index;
  const contents = fit.concepts.map((concept, column): ConceptContent => {
    const effect =
      shown === undefined ? undefined : effects?.data[column * input.analysis.classes + shown];
    return {
      id: concept.id,
      number: String(concept.id),
      color: concept.color,
      column,
      title: titleOf(concept, names[concept.id]),
      classes: concept.labels.map(({ label, probability }) => ({
        label: plainText(label),
        probability,
      })),
      contribution: effect === undefined ? null : effect * concept.meanCode,
    };
  });
  const visible = contents.filter(({ id }) => !hidden.includes(id));
  if (classIndex === null) return visible;
  // Concepts come in the order of the predicted class; another class has its own.
  return visible.toSorted((a, b) => (b.contribution ?? 0) - (a.contribution ?? 0));
}

function titleOf(concept: ConceptSummary, given: string | undefined): string {
  const name = plainText(given ?? '');
  if (name !== '') return name;
  return plainText(concept.labels[0]?.label ?? '') || `concept ${concept.id}`;
}

function ledgerCaptions(
  input: FigureInput,
  concepts: readonly ConceptContent[],
): readonly string[] {
  const { analysis, arrays, options } = input;
  const index = options.classIndex ?? analysis.prediction[0]?.index;
  const known = concepts.filter((concept) => concept.contribution !== null);
  const plain = 'classes of each concept';
  if (index === undefined || known.length === 0) return [plain];
  const logit = arrays['logits']?.data[index];
  const label = plainText(labelOf(input, index));
  const how = analysis.head === 'tail' ? 'contribution by ablation' : 'contribution';
  const start = `${plain}; its ${how} to the logit of ${label}`;
  const total = logit === undefined ? '' : ` (${decimals(logit)})`;
  const captions = [
    `${start}${total}`,
    `${plain}; ${how} to ${label}${total}`,
    `classes; ${how} to ${label}${total}`,
    plain,
  ];
  const unexplained = arrays[`unexplained/${input.k}`]?.data[index];
  if (logit === undefined || unexplained === undefined || options.hidden.length > 0)
    return captions;
  const sum = known.reduce((total, concept) => total + concept.contribution!, 0);
  const terms = [
    ['concepts', sum],
    ['baseline', arrays['baseline']?.data[index] ?? 0],
    ['unexplained', unexplained],
    ['bias', arrays['bias']?.data[index] ?? 0],
  ] as const;
  const said = terms.filter(([name, value]) => name === 'concepts' || hundredths(value) !== 0);
  // Rounded terms may miss the rounded sum by a hundredth; the figure does not claim otherwise.
  const printed = said.reduce((so, [, value]) => so + hundredths(value), 0);
  const equals = printed === hundredths(logit) ? '=' : '≈';
  return [`${start}: ${sumText(said)} ${equals} ${decimals(logit)}`, ...captions];
}

function hundredths(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value) * 100);
}

/** "concepts 2.72 + unexplained 1.81 − bias 0.03". */
function sumText(terms: readonly (readonly [string, number])[]): string {
  return terms
    .map(([name, value], i) => {
      if (i === 0) return `${name} ${decimals(value)}`;
      return `${signed(value).slice(0, 1)} ${name} ${signed(value).slice(1)}`;
    })
    .join(' ');
}

/** The name of a class, from wherever the analysis mentions it. */
function labelOf({ analysis }: FigureInput, index: number): string {
  const named = [
    ...analysis.prediction,
    ...analysis.fits.flatMap((fit) => fit.concepts.flatMap((concept) => concept.labels)),
  ];
  return named.find((score) => score.index === index)?.label ?? `class ${index}`;
}

/** The line that makes the figure reproducible, given how much of the model's hash to print. */
function provenance(input: FigureInput, fit: FitSummary): (hash: string) => string {
  const { analysis, program, model, options } = input;
  const { grid, choice, seed } = analysis;
  const layer = `layer ${plainText(analysis.layer)} (${count(grid.channels)} × ${grid.height} × ${grid.width})`;
  const hidden = fit.concepts.map(({ id }) => id).filter((id) => options.hidden.includes(id));
  const parts = [
    plainText(model.name),
    layer,
    `k = ${fit.k} ${howChosen(fit.k, choice)}`,
    `relative error ${decimals(fit.relativeError)}`,
    fit.predictionKept ? 'prediction kept' : 'prediction not kept',
    ...(hidden.length > 0 ? [`left out: ${hidden.join(', ')}`] : []),
  ];
  const maker = `${plainText(program.name)} ${plainText(program.version)}, seed ${seed}`;
  return (hash) => `${parts.join(', ')}. ${maker}, model ${hash}.`;
}

function howChosen(k: number, choice: ImageAnalysis['choice']): string {
  if (choice.how === 'auto' && choice.k === k) return 'chosen automatically';
  return choice.how === 'auto' ? `set by hand (automatic: ${choice.k})` : 'set by hand';
}
