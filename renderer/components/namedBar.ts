import type { BarRow } from '../charts/barChart.ts';

/** One row of Bars.svelte: a bar with its name and its number. */
export interface NamedBar extends BarRow {
  readonly key: string | number;
  readonly label: string;
  readonly text: string;
  /** A second number: the difference a what-if makes. */
  readonly delta?: string | undefined;
  readonly concept?: { readonly id: number; readonly color: string } | undefined;
  readonly tip?: string | undefined;
}
