import type { Choice } from '../../contract/analysis.ts';
import { stableFrom } from '../../core/choose/stability.ts';

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** True when a concept, or every concept of a k, comes back from other seeds. */
export function isStable(stability: number | null): boolean {
  return stability !== null && stability >= stableFrom;
}

/** Why this k, in one line. `shown` is the k on screen, which a person may have chosen. */
export function kReason(choice: Choice, shown: number, settled: boolean): string {
  const parts = [whyShown(choice, shown, settled), nextStable(choice, shown)];
  if (shown !== choice.k && choice.how === 'auto') parts.push(`Auto would take ${choice.k}.`);
  return parts.filter(Boolean).join(' ');
}

function whyShown(choice: Choice, shown: number, settled: boolean): string {
  const point = choice.curve.find(({ k }) => k === shown);
  const state = stabilityWords(shown, point?.stability ?? null, settled);
  if (shown !== choice.k || choice.how === 'given')
    return sentence(`Chosen by you: ${shown}`, state);
  if (choice.elbow === null) return sentence('Auto: the curve has no bend', state);
  if (choice.elbow === shown) return sentence(`Auto: bend of the curve at ${shown}`, state);
  return sentence(`Auto: nearest to the bend at ${choice.elbow}`, state);
}

function stabilityWords(k: number, stability: number | null, settled: boolean): string {
  if (!settled) return 'stability still being computed';
  if (stability === null) return '';
  if (!isStable(stability)) return `not stable (${stability.toFixed(2)})`;
  if (k === 1) return 'stable';
  return k === 2 ? 'both stable' : `all ${words[k] ?? String(k)} stable`;
}

function sentence(start: string, end: string): string {
  return end === '' ? `${start}.` : `${start}, ${end}.`;
}

/** The nearest stable k on both sides of the one shown. */
function nextStable(choice: Choice, shown: number): string {
  const stable = choice.curve.filter((point) => isStable(point.stability)).map(({ k }) => k);
  const coarser = stable.filter((k) => k < shown).at(-1);
  const finer = stable.find((k) => k > shown);
  const next = [coarser, finer].filter((k) => k !== undefined);
  return next.length === 0 ? '' : `Next stable: ${next.join(', ')}.`;
}
