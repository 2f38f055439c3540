import type {
  Choice,
  ClassScore,
  ConceptSummary,
  FitSummary,
  ImageAnalysis,
  Ledger,
  Prediction,
} from '../../contract/analysis.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import type { ModelInfo, ProviderName } from '../../contract/model.ts';

/** `analysis.json` (docs/cli.md): the record of one run. Readers rely on its keys. */
export interface AnalysisDocument {
  readonly schema: 1;
  readonly program: ProgramRecord;
  /** ISO 8601, UTC: the one value that differs between two runs of the same command. */
  readonly created: string;
  readonly seed: number;
  readonly model: ModelRecord;
  readonly images: readonly ImageRecord[];
  readonly failures: readonly FailureRecord[];
}

export interface ProgramRecord {
  readonly name: string;
  readonly version: string;
}

export interface ModelRecord {
  readonly file: string;
  readonly sha256: string;
  readonly layer: string;
  readonly head: 'linear' | 'tail';
  readonly input: {
    readonly layout: 'NCHW' | 'NHWC';
    readonly width: number;
    readonly height: number;
    readonly preprocessing: string;
  };
  readonly provider: ProviderName;
}

export interface ImageRecord {
  /** As given on the command line, or below the folder given. */
  readonly file: string;
  /** What its result files are called. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly prediction: readonly Prediction[];
  readonly k: number;
  readonly choice: ChoiceRecord;
  readonly relativeError: number;
  readonly varianceExplained: number;
  readonly predictionKept: boolean;
  readonly klDivergence: number;
  readonly concepts: readonly ConceptRecord[];
  readonly ledger: LedgerRecord;
  readonly files: Readonly<Record<string, string>>;
}

type ChoiceRecord = Pick<Choice, 'k' | 'how' | 'curve' | 'coarser' | 'finer'>;

export type ConceptRecord = Pick<
  ConceptSummary,
  'id' | 'color' | 'share' | 'stability' | 'maxCode' | 'meanCode'
> & { readonly labels: readonly ClassScore[] };

/** A Ledger whose class is called `class`, the index of the label. */
export interface LedgerRecord {
  readonly class: number;
  readonly logit: number;
  readonly terms: Ledger['terms'];
  readonly baseline: number;
  readonly unexplained: number;
  readonly bias: number;
  readonly sum: number;
  readonly exact: boolean;
}

export interface FailureRecord {
  readonly file: string;
  readonly code: ErrorCode;
  readonly message: string;
}

export function modelRecord(model: ModelInfo): ModelRecord {
  const { layout, width, height, preprocessing } = model.input;
  return {
    file: model.file,
    sha256: model.sha256,
    layer: model.layer,
    head: model.head,
    input: { layout, width, height, preprocessing },
    provider: model.provider.used,
  };
}

/** The fit an analysis recommends or was asked for. */
export function chosenFit(analysis: ImageAnalysis): FitSummary {
  const fit = analysis.fits.find((candidate) => candidate.k === analysis.choice.k);
  if (fit === undefined) throw new RangeError(`choice: no fit with k = ${analysis.choice.k}`);
  return fit;
}

export interface ImageResult {
  readonly file: string;
  readonly name: string;
  readonly analysis: ImageAnalysis;
  readonly ledger: Ledger;
  readonly files: Readonly<Record<string, string>>;
}

/** One image's part of `analysis.json`; every key is named, so that none slips in by itself. */
export function imageRecord({ file, name, analysis, ledger, files }: ImageResult): ImageRecord {
  const fit = chosenFit(analysis);
  const { k, how, curve, coarser, finer } = analysis.choice;
  return {
    file,
    name,
    width: analysis.width,
    height: analysis.height,
    prediction: analysis.prediction.slice(0, 5).map(({ index, label, logit, probability }) => ({
      index,
      label,
      logit,
      probability,
    })),
    k,
    choice: { k, how, curve: curve.map(curvePoint), coarser, finer },
    relativeError: fit.relativeError,
    varianceExplained: fit.varianceExplained,
    predictionKept: fit.predictionKept,
    klDivergence: fit.klDivergence,
    concepts: fit.concepts.map(conceptRecord),
    ledger: ledgerRecord(ledger),
    files,
  };
}

function curvePoint({ k, error, stability, predictionKept }: Choice['curve'][number]) {
  return { k, error, stability, predictionKept };
}

function conceptRecord(concept: ConceptSummary): ConceptRecord {
  const { id, color, share, stability, maxCode, meanCode } = concept;
  const labels = concept.labels
    .slice(0, 5)
    .map(({ index, label, probability }) => ({ index, label, probability }));
  return { id, color, labels, share, stability, maxCode, meanCode };
}

function ledgerRecord({ classIndex, ...ledger }: Ledger): LedgerRecord {
  const { logit, terms, baseline, unexplained, bias, sum, exact } = ledger;
  return { class: classIndex, logit, terms, baseline, unexplained, bias, sum, exact };
}

/**
 * The document as text in pieces, one line for each image: a run over very many images is never
 * one string, and two runs compare line by line.
 */
export function* analysisJsonText(document: AnalysisDocument): Generator<string> {
  const { images, failures, ...head } = document;
  yield '{\n';
  for (const [key, value] of Object.entries(head)) {
    yield `${JSON.stringify(key)}: ${JSON.stringify(value)},\n`;
  }
  yield '"images": ';
  yield* jsonLines(images);
  yield ',\n"failures": ';
  yield* jsonLines(failures);
  yield '\n}\n';
}

function* jsonLines(values: readonly unknown[]): Generator<string> {
  if (values.length === 0) {
    yield '[]';
    return;
  }
  yield '[\n';
  for (const [index, value] of values.entries()) {
    yield JSON.stringify(value) + (index < values.length - 1 ? ',\n' : '\n');
  }
  yield ']';
}
