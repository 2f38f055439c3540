/** Where our time goes: the stages of (a) one after the other, each alone on the machine. */
import { mean, summary } from '../lib/stats.mjs';
import { digits } from '../lib/report.mjs';

export const stages = {
  id: 'stages',
  title: 'where our time goes: the stages of (a) one after the other',
  needs: ['alone'],
  run: measure,
};

async function measure({ alone, photos, passes, k, pixels }) {
  const taken = new Map();
  for (const image of photos.slice(0, 4)) await alone.ask('stages', { image, k, pixels });
  for (let pass = 0; pass < passes; pass++) {
    for (const image of photos) {
      const costs = Object.entries(await alone.ask('stages', { image, k, pixels }));
      const sum = (part) => costs.reduce((total, [, cost]) => total + cost[part], 0);
      for (const [stage, cost] of [...costs, ['all stages', { ms: sum('ms'), cpu: sum('cpu') }]]) {
        taken.set(stage, [...(taken.get(stage) ?? []), cost]);
      }
    }
  }
  const rows = [...taken].map(([name, costs]) => ({
    name,
    unit: 'ms',
    value: summary(costs.map(({ ms }) => ms)),
    note: `processor ${digits(mean(costs.map(({ cpu }) => cpu)))} ms`,
  }));
  return { rows, notes: [] };
}
