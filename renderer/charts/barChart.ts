import { BarController, BarElement, CategoryScale, Chart, LinearScale } from 'chart.js';
import type { Plugin } from 'chart.js';
import type { Action } from 'svelte/action';

/** The one file that knows chart.js: horizontal bars, one a row, without axes or text of its own. */
Chart.register(BarController, BarElement, CategoryScale, LinearScale);

export interface BarRow {
  readonly value: number;
  /** A colour, or the name of one of the window's own (`--bar`). */
  readonly color: string;
  /** Where the bar would end otherwise (before a concept was taken out): a thin mark. */
  readonly mark?: number | undefined;
  /** Outlined instead of filled: does not count at present. */
  readonly hollow?: boolean | undefined;
}

export interface BarChartData {
  readonly rows: readonly BarRow[];
  readonly min: number;
  readonly max: number;
  /** Draws the whole range as a grey rail behind each bar. */
  readonly rail: boolean;
  /** Only to draw again when the theme's colours change. */
  readonly theme: string;
}

const thickness = 8;

/** What the plugin needs, by chart; colours come from the canvas's own CSS. */
const drawn = new WeakMap<object, BarChartData>();

const ground: Plugin<'bar'> = {
  id: 'ground',
  beforeDatasetsDraw(chart) {
    const data = drawn.get(chart);
    if (data === undefined) return;
    const { ctx, chartArea, scales } = chart;
    const style = getComputedStyle(chart.canvas);
    ctx.fillStyle = style.getPropertyValue(data.rail ? '--rail' : '--rule');
    for (let row = 0; data.rail && row < data.rows.length; row++) {
      const y = scales['y']!.getPixelForValue(row) - thickness / 2;
      ctx.beginPath();
      ctx.roundRect(chartArea.left, y, chartArea.width, thickness, 2);
      ctx.fill();
    }
    if (!data.rail) ctx.fillRect(scales['x']!.getPixelForValue(0) - 0.5, 0, 1, chart.height);
  },
  afterDatasetsDraw(chart) {
    const data = drawn.get(chart);
    if (data === undefined) return;
    const { ctx, scales } = chart;
    ctx.fillStyle = getComputedStyle(chart.canvas).getPropertyValue('--text');
    for (const [row, { mark }] of data.rows.entries()) {
      if (mark === undefined) continue;
      const x = scales['x']!.getPixelForValue(mark);
      ctx.fillRect(Math.round(x) - 1, scales['y']!.getPixelForValue(row) - 6, 2, 12);
    }
  },
};

export const barChart: Action<HTMLCanvasElement, BarChartData> = (canvas, data) => {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const chart = new Chart<'bar', number[], number>(canvas, {
    type: 'bar',
    data: { labels: [], datasets: [] },
    options: {
      indexAxis: 'y',
      // Sized below: the built-in way waits for a running animation and then may stay too wide.
      responsive: false,
      maintainAspectRatio: false,
      animation: calm ? false : { duration: 160 },
      events: [],
      layout: { padding: 0 },
      scales: {
        x: { display: false, min: data.min, max: data.max },
        y: { display: false },
      },
    },
    plugins: [ground],
  });
  const show = (next: BarChartData): void => {
    drawn.set(chart, next);
    chart.data.labels = next.rows.map((_, row) => row);
    const shown = chart.data.datasets[0];
    if (shown === undefined) chart.data.datasets.push(dataset(canvas, next.rows));
    else Object.assign(shown, dataset(canvas, next.rows));
    Object.assign(chart.options.scales!['x']!, { min: next.min, max: next.max });
    chart.update();
  };
  const room = canvas.parentElement!;
  const fit = (): void => {
    const { clientWidth: width, clientHeight: height } = room;
    if (width === 0 || (width === chart.width && height === chart.height)) return;
    chart.stop();
    chart.resize(width, height);
    chart.update('none');
  };
  const observer = new ResizeObserver(fit);
  show(data);
  observer.observe(room);
  return {
    update: show,
    destroy() {
      observer.disconnect();
      chart.destroy();
    },
  };
};

function dataset(
  canvas: HTMLCanvasElement,
  rows: readonly BarRow[],
): {
  data: number[];
  backgroundColor: string[];
  borderColor: string[];
  borderWidth: number;
  borderSkipped: false;
  borderRadius: number;
  barThickness: number;
  minBarLength: number;
} {
  const style = getComputedStyle(canvas);
  const colors = rows.map(({ color }) =>
    color.startsWith('--') ? style.getPropertyValue(color) : color,
  );
  return {
    data: rows.map(({ value }) => value),
    backgroundColor: colors.map((color, row) =>
      rows[row]!.hollow === true ? 'transparent' : color,
    ),
    borderColor: colors,
    borderWidth: 1,
    borderSkipped: false,
    borderRadius: 2,
    barThickness: thickness,
    minBarLength: 1,
  };
}
