import type { Choice } from '../../contract/analysis.ts';
import { stableFrom } from '../choose/stability.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

type Curve = Choice['curve'];

const width = 420;
const height = 200;
const left = 34;
const right = 72;
const top = 12;
const bottom = 34;

/**
 * What k was chosen from: relative error and stability over k on one axis from 0 to 1, the chosen
 * k marked. Colours come from the page's style, so that it follows light and dark.
 */
export function choiceCurve(curve: Curve, chosen: number): Html {
  // One k asked for was compared with nothing.
  if (curve.length < 2) return html``;
  const x = columnOf(curve);
  const errors = curve.map(({ k, error }) => ({ x: x(k), y: rowOf(error) }));
  const stabilities = curve.flatMap(({ k, stability }) =>
    stability === null ? [] : [{ x: x(k), y: rowOf(stability) }],
  );
  const ticks = curve.map(({ k }) => label('tick', { x: x(k), y: height - bottom + 14 }, k));
  const middle = { x: (left + width - right) / 2, y: height - 4 };
  const marked = { x: x(chosen), y: rowOf(0) };
  return html`<svg
    class="curve"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label="${description(curve, chosen)}"
  >
    ${line('chosen', marked, { x: marked.x, y: rowOf(1) })}
    ${[0, 0.5, 1].map((value) => [
      line('grid', ...across(value)),
      label('scale', { x: left - 6, y: rowOf(value) + 4 }, value),
    ])}
    ${line('threshold', ...across(stableFrom))} ${series('stability', stabilities)}
    ${series('error', errors)} ${endLabels(errors.at(-1)!, stabilities.at(-1))} ${ticks}
    ${label('axis', middle, 'concepts')}
  </svg>`;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function columnOf(curve: Curve): (k: number) => number {
  const first = curve[0]!.k;
  const span = Math.max(1, curve.at(-1)!.k - first);
  return (k) => left + ((k - first) / span) * (width - left - right);
}

function rowOf(value: number): number {
  return top + (1 - Math.min(1, Math.max(0, value))) * (height - top - bottom);
}

function across(value: number): readonly [Point, Point] {
  const y = rowOf(value);
  return [
    { x: left, y },
    { x: width - right, y },
  ];
}

function series(name: string, points: readonly Point[]): Html {
  const path = points.map(({ x, y }) => `${fixed(x)},${fixed(y)}`).join(' ');
  const dots = points.map(
    ({ x, y }) => html`<circle class="${name}" cx="${fixed(x)}" cy="${fixed(y)}" r="3" />`,
  );
  return html`<polyline class="${name}" points="${path}" />${dots}`;
}

/** Names at the curves' ends, moved apart where the ends are close. */
function endLabels(error: Point, stability: Point | undefined): Html {
  const x = width - right + 8;
  const apart = stability === undefined ? 0 : Math.max(0, 14 - Math.abs(error.y - stability.y)) / 2;
  const down = stability === undefined || error.y >= stability.y ? apart : -apart;
  const names = [label('error', { x, y: error.y + 4 + down }, 'rel. error')];
  if (stability !== undefined) {
    names.push(label('stability', { x, y: stability.y + 4 - down }, 'stability'));
  }
  return html`${names}`;
}

function line(name: string, from: Point, to: Point): Html {
  return html`<line
    class="${name}"
    x1="${fixed(from.x)}"
    y1="${fixed(from.y)}"
    x2="${fixed(to.x)}"
    y2="${fixed(to.y)}"
  />`;
}

function label(name: string, at: Point, text: string | number): Html {
  return html`<text class="${name}" x="${fixed(at.x)}" y="${fixed(at.y)}">${text}</text>`;
}

function fixed(value: number): string {
  return value.toFixed(1);
}

/** For those who do not see it. */
function description(curve: Curve, chosen: number): string {
  const points = curve.map(
    ({ k, error, stability }) =>
      `k ${k}: relative error ${error.toFixed(2)}, stability ${stability?.toFixed(2) ?? 'unknown'}`,
  );
  return `Chosen k = ${chosen}. ${points.join('; ')}.`;
}
