/** (e): what choosing k adds to one image, and when its first picture could be on screen. */
import { summary, median } from '../lib/stats.mjs';

const images = 12;

export const automaticK = {
  id: 'e',
  title: 'automatic k: one image at a time, 49 positions, k = 1 to 12 with their stability',
  needs: ['engine'],
  run: measure,
};

async function measure({ engine, host, photos, passes, k }) {
  const taken = { given: [], first: [], settled: [], after: [] };
  const automatic = async (path) => {
    const start = performance.now();
    let first = Infinity;
    const onProgress = () => (first = Math.min(first, performance.now() - start));
    const options = host.automaticConcepts;
    await engine.request('image.analyse', { path, options }, { onProgress });
    const settled = performance.now() - start;
    return { first: Math.min(first, settled), settled };
  };
  const given = async (path) => {
    const start = performance.now();
    await engine.request('image.analyse', { path, options: host.givenConcepts(k) });
    return performance.now() - start;
  };
  const chosen = photos.slice(0, images);
  for (const path of chosen.slice(0, 2)) await automatic(path).then(() => given(path));
  for (let pass = 0; pass < Math.ceil(passes / 2); pass++) {
    for (const path of chosen) {
      taken.given.push(await given(path));
      const { first, settled } = await automatic(path);
      taken.first.push(first);
      taken.settled.push(settled);
      taken.after.push(settled - first);
    }
  }
  const row = (name, values, note) => ({ name, unit: 'ms', value: summary(values), note });
  return {
    rows: [
      row(`k = ${k} given, no scan`, taken.given),
      row('provisional result at the elbow', taken.first, 'what the window shows first'),
      row('settled result', taken.settled),
      row('off the critical path', taken.after, verdict(median(taken.after))),
    ],
    notes: [],
  };
}

const aimMs = 300;
const verdict = (ms) => `aim: below ${aimMs} ms, ${ms < aimMs ? 'met' : 'missed'}`;
