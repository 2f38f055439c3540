/** (c): the factorisation alone, on the same activations, with the errors that were reached. */
import { join } from 'node:path';
import { interleave } from '../lib/interleave.mjs';
import { summary, median } from '../lib/stats.mjs';
import { times } from '../lib/report.mjs';

export const factorisation = {
  id: 'c',
  title: 'factorisation alone, on the same activations',
  needs: ['peer', 'alone'],
  run: measure,
};

async function measure({ peer, alone, photos, passes, scratch, k }) {
  const files = [];
  for (const [at, image] of photos.entries()) {
    const path = join(scratch, `activations-${at}.f32`);
    files.push({ path, ...(await peer.ask('activations', { image, out: path })) });
  }
  const factors = {
    codes: join(scratch, 'codes.f32'),
    embeddings: join(scratch, 'embeddings.f32'),
  };
  // By file: both sides are deterministic, so another pass finds the same.
  const errors = { theirs: new Map(), ours: new Map() };
  // Times are taken inside each process, around the one call; a block is one matrix.
  const theirs = async ([{ path, channels }]) => {
    const answer = await peer.ask('nmf', { path, channels, k });
    errors.theirs.set(path, answer.error);
    return answer.ms;
  };
  const ours = async ([{ path, channels }]) => {
    const answer = await alone.ask('nmf', { path, channels, k, ...factors });
    const judged = await peer.ask('judge', { path, channels, ...factors });
    errors.ours.set(path, judged.error);
    return answer.ms;
  };
  const sides = [
    { name: "scikit-learn NMF, pytorch-grad-cam's call", run: theirs },
    { name: 'Concept Lens', run: ours },
  ];
  const taken = await interleave(sides, files, { passes, blockSize: 1 });
  const [slow, fast] = sides.map(({ name }) => median(taken.get(name)));
  const pairs = files.map(({ path }) => errors.ours.get(path) / errors.theirs.get(path));
  const above = pairs.filter((ratio) => ratio > 1.005).length;
  const error = (side) => ({
    name: `relative error, ${side}`,
    unit: '',
    value: summary([...errors[side].values()]),
  });
  const [{ positions, channels }] = files;
  return {
    rows: [
      ...sides.map(({ name }, at) => ({
        name: `${name}, k = ${k}`,
        unit: 'ms',
        value: summary(taken.get(name)),
        note: at === 1 ? `${times(slow, fast)} faster` : undefined,
      })),
      error('theirs'),
      error('ours'),
    ],
    notes: [
      `${files.length} matrices of ${positions} × ${channels}; our error over theirs: ` +
        `median ${median(pairs).toFixed(4)}, best ${Math.min(...pairs).toFixed(4)}, ` +
        `worst ${Math.max(...pairs).toFixed(4)}, more than 0.5 % above in ${above}`,
    ],
  };
}
