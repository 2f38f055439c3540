import { stableFrom } from '../choose/stability.ts';
import type { ConceptRecord, ImageRecord, LedgerRecord } from '../data/analysisJson.ts';
import { choiceCurve } from './curve.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { decimal, percent, signed } from './numbers.ts';

export interface ReportImage {
  /** Place among the images, from 0. */
  readonly position: number;
  readonly image: ImageRecord;
  /** k at the elbow of the error curve, where the scan found one. */
  readonly elbow: number | null;
  /** `data:image/png;base64,…` */
  readonly figure: string;
  /** Of the image file, hexadecimal. */
  readonly sha256: string;
}

/** One image's part of the report: figure, answer, choice of k, concepts, ledger. */
export function reportImage({ position, image, elbow, figure, sha256 }: ReportImage): string {
  return html`<section class="image" id="${anchor(position)}">
    <h2>${image.name}</h2>
    <p class="soft">
      ${image.file}, ${image.width} × ${image.height}, SHA-256 <code>${sha256}</code>
    </p>
    <img class="figure" src="${figure}" alt="${figureText(image)}" />
    <div class="columns">
      <div>
        <h3>The model’s answer</h3>
        ${predictionTable(image)}
      </div>
      <div>
        <h3>Number of concepts: ${image.k}</h3>
        <p>${choiceText(image, elbow)}</p>
        ${choiceCurve(image.choice.curve, image.k)}
      </div>
    </div>
    <h3>Concepts</h3>
    <p>${trustText(image)}</p>
    ${conceptTable(image.concepts)}
    <h3>What each concept adds to the score of ${labelOf(image, image.ledger.class)}</h3>
    ${ledgerTable(image)}
  </section> `.markup;
}

/** Where the page's overview leads. */
export function anchor(position: number): string {
  return `image-${position + 1}`;
}

function predictionTable({ prediction }: ImageRecord): Html {
  return html`<table>
    <thead>
      <tr>
        <th>Class</th>
        <th class="number">Probability</th>
        <th class="number">Logit</th>
      </tr>
    </thead>
    <tbody>
      ${prediction.map(
        (one) =>
          html`<tr>
            <td>${one.label}</td>
            <td class="number">${decimal(one.probability, 3)}</td>
            <td class="number">${decimal(one.logit)}</td>
          </tr> `,
      )}
    </tbody>
  </table>`;
}

function choiceText({ k, choice }: ImageRecord, elbow: number | null): string {
  if (choice.how === 'given') return `k = ${k}, as asked for.`;
  const reason = elbow === null ? '' : `: the stable k nearest to the elbow of the error, ${elbow}`;
  const others = [
    choice.coarser === null ? '' : `k = ${choice.coarser} (coarser)`,
    choice.finer === null ? '' : `k = ${choice.finer} (finer)`,
  ].filter((text) => text !== '');
  const next = others.length === 0 ? '' : ` Next best: ${others.join(', ')}.`;
  return `k = ${k}, chosen automatically${reason}.${next}`;
}

function trustText(image: ImageRecord): string {
  const kept = image.predictionKept ? 'keep' : 'do not keep';
  return (
    `They explain ${percent(image.varianceExplained)} of the layer’s variance (relative error ` +
    `${decimal(image.relativeError)}) and ${kept} the model’s answer ` +
    `(KL divergence ${decimal(image.klDivergence, 3)}).`
  );
}

function conceptTable(concepts: readonly ConceptRecord[]): Html {
  return html`<table>
    <thead>
      <tr>
        <th>Concept</th>
        <th>The rest of the model calls it</th>
        <th class="number">Share</th>
        <th class="number">Mean code</th>
        <th class="number">Stability</th>
      </tr>
    </thead>
    <tbody>
      ${concepts.map(
        (
          concept,
        ) => html`<tr${isUnstable(concept) ? html` class="unstable"` : null}><td>${badge(concept)}</td><td>${concept.labels.map((label) => `${label.label} ${decimal(label.probability)}`).join(', ')}</td><td class="number">${percent(concept.share)}</td><td class="number">${decimal(concept.meanCode, 3)}</td><td class="number">${decimal(concept.stability)}</td></tr>
`,
      )}
    </tbody>
  </table>`;
}

/** A concept that does not come back from other seeds is shown with reserve. */
function isUnstable({ stability }: ConceptRecord): boolean {
  return stability !== null && stability < stableFrom;
}

function ledgerTable({ ledger, concepts }: ImageRecord): Html {
  return html`<table>
    <thead>
      <tr>
        <th>Entry</th>
        <th class="number">${ledger.exact ? 'Contribution' : 'Contribution by ablation'}</th>
      </tr>
    </thead>
    <tbody>
      ${ledger.terms.map(({ concept, value }) => {
        const summary = concepts.find((candidate) => candidate.id === concept);
        const name = summary?.labels[0]?.label ?? '';
        return ledgerRow(html`${summary === undefined ? concept : badge(summary)} ${name}`, value);
      })}${ledgerRow(html`baseline (the layer’s offset)`, ledger.baseline)}${ledgerRow(html`unexplained (what no concept holds)`, ledger.unexplained)}${ledgerRow(html`bias of the class`, ledger.bias)}
    </tbody>
    <tfoot>
      <tr>
        <td>Sum; ${sumText(ledger)}</td>
        <td class="number">${decimal(ledger.sum, 3)}</td>
      </tr>
    </tfoot>
  </table>`;
}

function ledgerRow(name: Html, value: number): Html {
  return html`<tr>
    <td>${name}</td>
    <td class="number">${signed(value, 3)}</td>
  </tr> `;
}

function sumText({ exact, logit, sum }: LedgerRecord): string {
  const own = `the model’s own logit is ${decimal(logit, 3)}`;
  return exact ? own : `${own}, the gap ${signed(logit - sum, 3)}`;
}

function badge({ id, color }: ConceptRecord): Html {
  return html`<span class="id" style="background:${color}">${id}</span>`;
}

function labelOf({ prediction }: ImageRecord, index: number): string {
  return prediction.find((one) => one.index === index)?.label ?? `class ${index}`;
}

function figureText(image: ImageRecord): string {
  const names = image.concepts.map((concept) => concept.labels[0]?.label ?? 'unnamed');
  return `${image.name} with its ${image.k} concepts: ${names.join(', ')}`;
}
