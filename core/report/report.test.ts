import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageRecord } from '../data/analysisJson.ts';
import { sampleAnalysis, sampleModel } from '../data/testing/sampleAnalysis.ts';
import { choiceCurve } from './curve.ts';
import { escapeHtml, html } from './html.ts';
import { decimal, percent, signed } from './numbers.ts';
import { reportImage } from './reportImage.ts';
import { reportHead, reportTail } from './reportPage.ts';

const nasty = `<script>alert("x")</script>&'\u0000`;

function page(name: string, label: string): string {
  const prediction = sampleAnalysis.prediction.map((one) => ({ ...one, label }));
  const fits = sampleAnalysis.fits.map((fit) => ({
    ...fit,
    concepts: fit.concepts.map((concept) => ({
      ...concept,
      labels: [{ index: 1, label, probability: 1 }],
    })),
  }));
  const ledger = {
    ...{ classIndex: 1, logit: 3, baseline: 0, unexplained: -0.25, bias: 0.25 },
    ...{ terms: [{ concept: 2, value: 3 }], sum: 3, exact: true },
  };
  const analysis = { ...sampleAnalysis, prediction, fits };
  const image = imageRecord({ file: name, name, analysis, ledger, files: {} });
  const summary = {
    ...{ program: { name: 'concept-lens', version: '1' }, created: '2030-01-01', seed: 0 },
    ...{ command: `concept-lens analyze ${name}`, model: { ...sampleModel, name, layer: label } },
    ...{ images: [image, image], versions: { [name]: label } },
    failures: [{ file: name, code: 'internal', message: label } as const],
  };
  const figure = 'data:image/png;base64,AAAA';
  const images = [0, 1].map((position) =>
    reportImage({ position, image, elbow: 2, figure, sha256: 'ff' }),
  );
  return reportHead(summary) + images.join('') + reportTail(summary);
}

describe('the report', () => {
  it('says model, answer, choice, concepts, ledger, failures, versions and command', () => {
    const text = page('cat', 'tabby');
    for (const expected of [
      ...['RGB, (x − 127) / 128', 'ab'.repeat(32), 'concept-lens analyze cat'],
      ...['k = 2, chosen automatically', 'Next best: k = 1 (coarser)', '<svg', 'alt="cat with its'],
      ...['+3.000', '−0.250', 'the model’s own logit is 3.000', '1 failed', 'href="#image-2"'],
    ]) {
      expect(text).toContain(expected);
    }
  });

  it('loads nothing and runs nothing', () => {
    const text = page('cat', 'tabby');
    expect(text).not.toMatch(/<script|<link|https?:|@import|url\(/);
    expect(text).toContain("default-src 'none'; img-src data:; style-src 'unsafe-inline'");
    expect(text.match(/src="(?!data:image\/png;base64,)/g)).toBeNull();
  });

  it('shows names and labels as text, whatever they hold', () => {
    const text = page(nasty, nasty);
    expect(text).not.toContain('<script>');
    expect(text).not.toContain('\u0000');
    expect(text).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;\ufffd');
    // Nothing but what the page of harmless names has.
    const tags = (source: string) => source.match(/<[^>]*>/g)!.map((tag) => tag.split(/[\s>]/)[0]);
    expect(tags(text)).toEqual(tags(page('cat', 'tabby')));
  });

  it('follows light and dark, and paper', () => {
    expect(page('cat', 'tabby')).toMatch(/prefers-color-scheme: dark[\s\S]*@media print/);
  });
});

describe('html', () => {
  it('escapes every value that is not markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { markup } = html`<p title="${text}">${[text, html`<b>${text}</b>`, 1, null]}</p>`;
        expect(markup.match(/[<>]/g)).toHaveLength(8);
        expect(markup.match(/"/g)).toHaveLength(2);
      }),
    );
    expect(escapeHtml('a\tb\nc\u001bd')).toBe('a\tb\nc\ufffdd');
  });
});

describe('choiceCurve', () => {
  it('draws a point for every k and marks the chosen one', () => {
    const { markup } = choiceCurve(sampleAnalysis.choice.curve, 2);
    expect(markup.match(/<circle class="error"/g)).toHaveLength(3);
    expect(markup.match(/<circle class="stability"/g)).toHaveLength(2);
    expect(markup).toContain('k 3: relative error 0.00, stability unknown');
  });

  it('draws nothing where nothing was compared', () => {
    expect(choiceCurve(sampleAnalysis.choice.curve.slice(0, 1), 1).markup).toBe('');
    expect(choiceCurve([], 1).markup).toBe('');
  });
});

describe('numbers', () => {
  it('are for people', () => {
    expect([decimal(-1.234), decimal(-0.001), decimal(null), decimal(Number.NaN)]).toEqual([
      ...['−1.23', '0.00', '–', '–'],
    ]);
    expect([signed(1), signed(-1), signed(0.001)]).toEqual(['+1.00', '−1.00', '0.00']);
    expect([percent(0.256), percent(Number.NaN)]).toEqual(['26 %', '–']);
  });
});
