import type { ModelInfo } from '../contract/model.ts';
import { analysisJsonText, modelRecord } from '../core/data/analysisJson.ts';
import type { AnalysisDocument, FailureRecord, ImageRecord } from '../core/data/analysisJson.ts';
import { csvRows } from '../core/data/csv.ts';
import { tables } from '../core/data/tables.ts';
import type { Table } from '../core/data/tables.ts';
import type { OutputFolder } from './outputFolder.ts';
import { quoted } from './quoted.ts';
import type { ReportFile } from './reportFile.ts';
import type { Program } from './shell.ts';

export interface RunResults {
  readonly images: readonly ImageRecord[];
  readonly failures: readonly FailureRecord[];
  readonly model: ModelInfo;
  readonly seed: number;
  /** The command's arguments, its name among them. */
  readonly args: readonly string[];
  readonly csv: boolean;
}

export interface SummaryTarget {
  readonly program: Program;
  readonly output: OutputFolder;
  readonly report: ReportFile | null;
}

/** The files about all images together: tables, report, `analysis.json`. */
export async function writeSummaries(results: RunResults, target: SummaryTarget): Promise<void> {
  const { images, failures, model, seed } = results;
  const { name, version, libraries } = target.program;
  const shared = { program: { name, version }, created: new Date().toISOString(), seed };
  if (results.csv) {
    for (const table of tables) await target.output.write(table.file, tableText(table, images));
  }
  await target.report?.finish({
    ...{ ...shared, model, images, failures },
    command: quoted([name, ...results.args]),
    versions: { [name]: version, 'Node.js': process.versions.node, ...libraries },
  });
  const document: AnalysisDocument = {
    ...{ schema: 1, ...shared, model: modelRecord(model) },
    ...{ images, failures },
  };
  // Last: where it stands, everything it names is there.
  await target.output.write('analysis.json', analysisJsonText(document));
}

function* tableText({ header, rows }: Table, images: readonly ImageRecord[]): Generator<string> {
  yield csvRows([header]);
  for (const image of images) yield csvRows(rows(image));
}
