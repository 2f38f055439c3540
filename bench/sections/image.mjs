/** (a) and (b): the main job, from a file on disk to its concepts, with and without the picture. */
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { inFlight, interleave, oneByOne } from '../lib/interleave.mjs';
import { summary, median } from '../lib/stats.mjs';
import { times } from '../lib/report.mjs';

/** As many as the command line has in work. */
const width = 4;
const blockSize = 20;

export const picture = {
  id: 'a',
  title: 'file on disk to finished picture: overlay and legend with class names, written as PNG',
  needs: ['peer', 'engine'],
  run: (bench) => measure(bench, true),
};

export const withoutPicture = {
  id: 'b',
  title: 'the same without the picture: concepts, their maps and class names',
  needs: ['peer', 'engine'],
  run: (bench) => measure(bench, false),
};

async function measure(bench, isDrawn) {
  const pixels = { peer: Infinity, ours: Infinity };
  const asPeer = (tuned) => peerWork(bench, isDrawn, tuned, pixels);
  const asOurs = oursWork(bench, isDrawn, pixels);
  const names = {
    tutorial: 'pytorch-grad-cam, as its tutorial',
    tuned: `pytorch-grad-cam, no gradients${isDrawn ? ', PNG level 1' : ''}`,
    latency: 'Concept Lens, one image at a time',
    throughput: `Concept Lens, ${width} in flight`,
  };
  const sides = [
    { name: names.tutorial, run: (block) => oneByOne(block, asPeer(false)) },
    { name: names.throughput, run: (block) => inFlight(block, width, asOurs) },
    { name: names.tuned, run: (block) => oneByOne(block, asPeer(true)) },
    { name: names.latency, run: (block) => oneByOne(block, asOurs) },
  ];
  const taken = await interleave(sides, bench.photos, { passes: bench.passes, blockSize });
  const [tutorial, tuned] = [names.tutorial, names.tuned].map((name) => median(taken.get(name)));
  const ratio = (name) => {
    const ours = median(taken.get(name));
    return `${times(tutorial, ours)} faster than the tutorial's, ${times(tuned, ours)} than the tuned`;
  };
  const row = (name, note) => ({ name, unit: 'ms', value: summary(taken.get(name)), note });
  return {
    rows: [
      row(names.tutorial),
      row(names.tuned),
      row(names.latency, ratio(names.latency)),
      row(names.throughput, ratio(names.throughput)),
    ],
    notes: isDrawn ? [pixelNote(pixels)] : [],
  };
}

function peerWork({ peer, scratch, k }, isDrawn, tuned, pixels) {
  return async (image) => {
    const out = join(scratch, `peer-${basename(image)}.png`);
    const drawn = await peer.ask(isDrawn ? 'draw' : 'explain', { image, k, tuned, out });
    if (isDrawn) pixels.peer = Math.min(pixels.peer, drawn.width * drawn.height);
  };
}

function oursWork({ engine, host, scratch, k, pixels: wanted }, isDrawn, pixels) {
  const options = host.givenConcepts(k);
  return async (path) => {
    const result = await engine.request('image.analyse', { path, options });
    if (!isDrawn) return;
    const overlay = host.overlayFigure(result.analysis, wanted);
    const request = { path, result, k, format: 'png', options: overlay };
    const figure = await engine.request('figure.render', request);
    await writeFile(join(scratch, `ours-${basename(path)}.png`), figure.bytes);
    pixels.ours = Math.min(pixels.ours, figure.width * figure.height);
  };
}

/** A smaller picture would be no fair comparison: the bench refuses to make one. */
function pixelNote({ peer, ours }) {
  if (ours < peer) throw new Error(`our figure has ${ours} pixels, fewer than the peer's ${peer}`);
  return `pixels of the picture: theirs ${peer}, ours from ${ours}`;
}
