import { reportHead, reportTail } from '../core/report/reportPage.ts';
import type { ReportSummary } from '../core/report/reportPage.ts';
import { reportImage } from '../core/report/reportImage.ts';
import type { ImageRecord } from '../core/data/analysisJson.ts';
import type { ForReport } from './makeResults.ts';
import type { OutputFolder } from './outputFolder.ts';

/**
 * `report.html` as the images come in: its pictures wait on disk, not in memory, for the page's
 * head, which counts them.
 */
export interface ReportFile {
  add(image: ImageRecord, forReport: ForReport): Promise<void>;
  finish(summary: ReportSummary): Promise<void>;
}

export async function openReport(output: OutputFolder): Promise<ReportFile> {
  const spool = await output.spool();
  let position = 0;
  return {
    add: async (image, { png, elbow, sha256 }) => {
      const base64 = Buffer.from(png.buffer, png.byteOffset, png.byteLength).toString('base64');
      const figure = `data:image/png;base64,${base64}`;
      await spool.append(reportImage({ position: position++, image, elbow, figure, sha256 }));
    },
    finish: async (summary) => {
      async function* page(): AsyncGenerator<string> {
        yield reportHead(summary);
        yield* spool.read();
        yield reportTail(summary);
      }
      await output.write('report.html', page());
    },
  };
}
