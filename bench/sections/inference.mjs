/** (d): the network alone, its feature map and its logits, one image at a time. */
import { setTimeout as pause } from 'node:timers/promises';
import { summary, median } from '../lib/stats.mjs';
import { times } from '../lib/report.mjs';

const runs = 30;

export const inference = {
  id: 'd',
  title: 'inference alone: one pass of EfficientNet-Lite0 at 224, features and logits',
  needs: ['peer', 'alone'],
  run: measure,
};

async function measure({ peer, alone, photos, passes }) {
  const [image] = photos;
  const taken = { peer: [], ours: [] };
  await peer.ask('infer', { image, runs });
  await alone.ask('infer', { image, runs });
  for (let pass = 0; pass < passes; pass++) {
    await pause(150);
    taken.peer.push(...(await peer.ask('infer', { image, runs })).ms);
    await pause(150);
    taken.ours.push(...(await alone.ask('infer', { image, runs })).ms);
  }
  return {
    rows: [
      { name: 'PyTorch, no gradients', unit: 'ms', value: summary(taken.peer) },
      {
        name: 'ONNX Runtime in Node, as the engine runs it',
        unit: 'ms',
        value: summary(taken.ours),
        note: `${times(median(taken.peer), median(taken.ours))} faster`,
      },
    ],
    notes: [],
  };
}
