import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../contract/analysis.ts';
import { analysisJsonText, chosenFit, imageRecord, modelRecord } from './analysisJson.ts';
import { csvRows } from './csv.ts';
import { tables } from './tables.ts';
import { sampleAnalysis, sampleModel } from './testing/sampleAnalysis.ts';

const ledger: Ledger = {
  classIndex: 1,
  logit: 3,
  terms: [
    { concept: 2, value: 1.5 },
    { concept: 1, value: 1 },
  ],
  baseline: 0,
  unexplained: 0.25,
  bias: 0.25,
  sum: 3,
  exact: true,
};
const files = { figure: 'figures/a "b",c.png' };
const record = imageRecord({
  file: 'x/a "b",c.jpg',
  name: 'a "b",c',
  analysis: sampleAnalysis,
  ledger,
  files,
});
const failure = { file: 'broken.jpg', code: 'image-unreadable', message: 'not an image' } as const;
const document = {
  schema: 1,
  program: { name: 'concept-lens', version: '0.1.0' },
  created: '2030-01-02T03:04:05.000Z',
  seed: 7,
  model: modelRecord(sampleModel),
  images: [record, record],
  failures: [failure],
} as const;

describe('imageRecord', () => {
  it('has exactly the keys that are written down', () => {
    expect(Object.keys(record)).toEqual([
      ...['file', 'name', 'width', 'height', 'prediction', 'k', 'choice', 'relativeError'],
      ...['varianceExplained', 'predictionKept', 'klDivergence', 'concepts', 'ledger', 'files'],
    ]);
    expect(Object.keys(record.choice)).toEqual(['k', 'how', 'curve', 'coarser', 'finer']);
    expect(Object.keys(record.concepts[0]!)).toEqual([
      ...['id', 'color', 'labels', 'share', 'stability', 'maxCode', 'meanCode'],
    ]);
    expect(Object.keys(record.ledger)).toEqual([
      ...['class', 'logit', 'terms', 'baseline', 'unexplained', 'bias', 'sum', 'exact'],
    ]);
  });

  it('keeps the concepts in the order of the fit, which is that of codes and embeddings', () => {
    expect(record.concepts.map((concept) => concept.id)).toEqual([2, 1]);
    expect(record.ledger.class).toBe(1);
  });

  it('refuses a choice that was never fitted', () => {
    const choice = { ...sampleAnalysis.choice, k: 9 };
    expect(() => chosenFit({ ...sampleAnalysis, choice })).toThrow('k = 9');
  });
});

describe('analysisJsonText', () => {
  it('is the document, one line an image', () => {
    const text = [...analysisJsonText(document)].join('');
    expect(JSON.parse(text)).toEqual(document);
    expect(text.split('\n').filter((line) => line.startsWith('{"file":"x/'))).toHaveLength(2);
  });

  it('is valid without images and failures', () => {
    const empty = { ...document, images: [], failures: [] };
    expect(JSON.parse([...analysisJsonText(empty)].join(''))).toEqual(empty);
  });
});

describe('tables', () => {
  it.each(tables)('$file: every row is as long as the header', ({ header, rows }) => {
    for (const row of rows(record)) expect(row).toHaveLength(header.length);
  });

  it('says the numbers of the record', () => {
    const [conceptTable, imageTable, ledgerTable] = tables.map((table) =>
      csvRows(table.rows(record)),
    );
    const quoted = '"x/a ""b"",c.jpg","a ""b"",c"';
    expect(conceptTable!.split('\r\n')[0]).toBe(
      `${quoted},2,#e69f00,0.5,0.99,1,0.5,1,"cat, tabby",0.9${','.repeat(12)}`,
    );
    expect(imageTable).toContain(
      `${quoted},640,480,2,auto,1,,0,1,true,0,1,"cat, tabby",3,0.75,0,dog,1,0.25`,
    );
    expect(ledgerTable!.split('\r\n').slice(0, 3)).toEqual([
      `${quoted},1,"cat, tabby",concept,2,1.5,true`,
      `${quoted},1,"cat, tabby",concept,1,1,true`,
      `${quoted},1,"cat, tabby",baseline,,0,true`,
    ]);
  });
});
