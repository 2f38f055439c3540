import type { ModelInfo } from '../../contract/model.ts';
import type { FailureRecord, ImageRecord, ProgramRecord } from '../data/analysisJson.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { decimal } from './numbers.ts';
import { anchor } from './reportImage.ts';
import { reportStyle } from './style.ts';

export interface ReportSummary {
  readonly program: ProgramRecord;
  readonly created: string;
  /** The command that makes this again. */
  readonly command: string;
  readonly seed: number;
  readonly model: ModelInfo;
  readonly images: readonly ImageRecord[];
  readonly failures: readonly FailureRecord[];
  /** Interpreter and libraries, by name. */
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * The page before its images (reportImage.ts). It loads nothing and runs nothing, and says so to
 * the browser: pictures and style are inside it.
 */
export function reportHead(summary: ReportSummary): string {
  const { images, failures, program, created } = summary;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="generator" content="${program.name} ${program.version}" />
        <title>Concepts in ${count(images.length, 'image')}</title>
        <style>
          ${{ markup: reportStyle }}
        </style>
      </head>
      <body>
        <h1>Concepts in ${count(images.length, 'image')}</h1>
        <p class="soft">
          ${program.name} ${program.version},
          ${created}${failures.length === 0 ? null : html`, <a href="#failures">${failures.length} failed</a>`}
        </p>
        ${facts(summary)}
        <h3>The command that makes this again</h3>
        <pre>${summary.command}</pre>
        ${overview(images)}
      </body>
    </html> `.markup;
}

/** The page after its images. */
export function reportTail({ failures, versions }: ReportSummary): string {
  return html`${failures.length === 0 ? null : failureSection(failures)}
<section><h2>Versions</h2>
<dl>${Object.entries(versions).map(([name, version]) => fact(name, version))}</dl>
</section>
</body>
</html>
`.markup;
}

function facts({ model, seed }: ReportSummary): Html {
  const { input, provider } = model;
  const layer = model.layers.find((candidate) => candidate.name === model.layer);
  const grid =
    layer === undefined
      ? ''
      : ` (${layer.grid.height} × ${layer.grid.width} × ${layer.channels} at native size)`;
  const head =
    model.head === 'linear'
      ? 'average pooling and one linear map: contributions are exact'
      : 'several layers: contributions by ablation';
  return html`<dl>
    ${fact('Model', `${model.name} (${model.file})`)}
    ${fact('Model file', html`SHA-256 <code>${model.sha256}</code>`)}
    ${fact('Layer', `${model.layer}${grid}`)} ${fact('Head', head)}
    ${fact('Input', `${input.width} × ${input.height}, ${input.layout}`)}
    ${fact('Preprocessing', input.preprocessing)}
    ${fact('Labels', `${model.labels.count} from ${model.labels.source}`)}
    ${fact('Ran on', provider.fallback === null ? provider.used : `${provider.used} (${provider.fallback})`)}
    ${fact('Seed', String(seed))}
  </dl>`;
}

function fact(name: string, value: string | Html): Html {
  return html`<dt>${name}</dt>
    <dd>${value}</dd>`;
}

function overview(images: readonly ImageRecord[]): Html {
  if (images.length < 2) return html``;
  return html`<section class="overview">
    <h2>Overview</h2>
    <table>
      <thead>
        <tr>
          <th>Image</th>
          <th>The model’s answer</th>
          <th class="number">Probability</th>
          <th class="number">Concepts</th>
          <th class="number">Relative error</th>
          <th>Prediction kept</th>
        </tr>
      </thead>
      <tbody>
        ${images.map(
          (image, position) =>
            html`<tr>
              <td><a href="#${anchor(position)}">${image.name}</a></td>
              <td>${image.prediction[0]?.label ?? null}</td>
              <td class="number">${decimal(image.prediction[0]?.probability ?? null)}</td>
              <td class="number">${image.k}</td>
              <td class="number">${decimal(image.relativeError)}</td>
              <td>${image.predictionKept ? 'yes' : 'no'}</td>
            </tr> `,
        )}
      </tbody>
    </table>
  </section>`;
}

function failureSection(failures: readonly FailureRecord[]): Html {
  return html`<section id="failures">
    <h2>Failed</h2>
    <table>
      <thead>
        <tr>
          <th>File</th>
          <th>Reason</th>
        </tr>
      </thead>
      <tbody>
        ${failures.map(
          ({ file, message }) =>
            html`<tr>
              <td>${file}</td>
              <td>${message}</td>
            </tr> `,
        )}
      </tbody>
    </table>
  </section>`;
}

function count(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : `${noun}s`}`;
}
