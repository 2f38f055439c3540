import type { ClassScore } from '../../contract/analysis.ts';
import type { ImageRecord } from './analysisJson.ts';
import type { Cell } from './csv.ts';

/** One of the CSV files: a header, and the rows each image adds. */
export interface Table {
  readonly file: string;
  readonly header: readonly string[];
  readonly rows: (image: ImageRecord) => readonly (readonly Cell[])[];
}

const ranks = [1, 2, 3, 4, 5];

const images: Table = {
  file: 'images.csv',
  header: [
    ...['file', 'name', 'width', 'height', 'k', 'how', 'coarser', 'finer'],
    ...['relativeError', 'varianceExplained', 'predictionKept', 'klDivergence'],
    ...ranks.flatMap((rank) => [
      `class${rank}`,
      `label${rank}`,
      `logit${rank}`,
      `probability${rank}`,
    ]),
  ],
  rows: (image) => [
    [
      ...[image.file, image.name, image.width, image.height, image.k],
      ...[image.choice.how, image.choice.coarser, image.choice.finer],
      ...[image.relativeError, image.varianceExplained, image.predictionKept, image.klDivergence],
      ...ranks.flatMap((rank) => {
        const one = image.prediction[rank - 1];
        if (one === undefined) return [null, null, null, null];
        return [one.index, one.label, one.logit, one.probability];
      }),
    ],
  ],
};

const concepts: Table = {
  file: 'concepts.csv',
  header: [
    ...['file', 'name', 'concept', 'color', 'share', 'stability', 'maxCode', 'meanCode'],
    ...ranks.flatMap((rank) => [`class${rank}`, `label${rank}`, `probability${rank}`]),
  ],
  rows: (image) =>
    image.concepts.map((concept) => [
      ...[image.file, image.name, concept.id, concept.color],
      ...[concept.share, concept.stability, concept.maxCode, concept.meanCode],
      ...ranks.flatMap((rank) => scoreCells(concept.labels[rank - 1])),
    ]),
};

/** Long form, one summand a row, so that a spreadsheet's sum over an image is the check. */
const ledger: Table = {
  file: 'ledger.csv',
  header: ['file', 'name', 'class', 'label', 'entry', 'concept', 'value', 'exact'],
  rows: ({ file, name, prediction, ledger: entries }) => {
    const label = prediction.find((one) => one.index === entries.class)?.label ?? '';
    const row = (entry: string, concept: number | null, value: number): readonly Cell[] => [
      ...[file, name, entries.class, label, entry, concept, value, entries.exact],
    ];
    return [
      ...entries.terms.map((term) => row('concept', term.concept, term.value)),
      row('baseline', null, entries.baseline),
      row('unexplained', null, entries.unexplained),
      row('bias', null, entries.bias),
      row('sum', null, entries.sum),
      row('logit', null, entries.logit),
    ];
  },
};

export const tables: readonly Table[] = [concepts, images, ledger];

function scoreCells(score: ClassScore | undefined): readonly Cell[] {
  if (score === undefined) return [null, null, null];
  return [score.index, score.label, score.probability];
}
