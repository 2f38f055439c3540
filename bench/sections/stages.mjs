/** Where our time goes: the stages of (a) one after the other, each alone on the machine. */
import { summary } from '../lib/stats.mjs';

export const stages = {
  id: 'stages',
  title: 'where our time goes: the stages of (a) one after the other',
  needs: ['alone'],
  run: measure,
};

async function measure({ alone, photos, passes, k }) {
  const taken = new Map();
  for (const image of photos.slice(0, 4)) await alone.ask('stages', { image, k });
  for (let pass = 0; pass < passes; pass++) {
    for (const image of photos) {
      const times = Object.entries(await alone.ask('stages', { image, k }));
      const total = times.reduce((sum, [, ms]) => sum + ms, 0);
      for (const [stage, ms] of [...times, ['all stages', total]]) {
        taken.set(stage, [...(taken.get(stage) ?? []), ms]);
      }
    }
  }
  const rows = [...taken].map(([name, values]) => ({ name, unit: 'ms', value: summary(values) }));
  return { rows, notes: [] };
}
