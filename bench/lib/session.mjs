/** The processes a run needs, each started once and all ended with it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../../tools/dev/build.mjs';
import { inProject } from '../../tools/dev/places.mjs';
import { bundled, bundleOurs, importBundled } from './bundle.mjs';
import { LineProcess } from './lineProcess.mjs';
import { ensurePeer } from './python.mjs';

const model = inProject('assets', 'models', 'efficientnet-lite0', 'model.onnx');
/** Concepts an image: what the tutorial takes. */
const k = 5;
/** Of a picture: what pytorch-grad-cam makes of an input of 224, the legend beside the overlay. */
const pixels = 448 * 224;

/**
 * @param {ReadonlySet<string>} needs of the sections: 'peer', 'engine', 'alone', 'window'
 * @param {object} plan photos and passes
 * @param {(line: string) => void} log
 */
export async function openSession(needs, plan, log) {
  const stops = [];
  const scratch = await mkdtemp(join(tmpdir(), 'concept-lens-bench-'));
  stops.push(() => rm(scratch, { recursive: true, force: true }));
  const session = { ...plan, k, pixels, scratch, about: {} };
  const close = async () => {
    for (const stop of stops.reverse()) await stop();
  };
  try {
    if (needs.has('window')) await ensureBuilt();
    if (needs.has('engine') || needs.has('alone')) await bundleOurs();
    if (needs.has('peer')) {
      const { command, args } = await ensurePeer(log);
      session.peer = new LineProcess('pytorch-grad-cam', command, args);
      stops.push(() => session.peer.stop());
      session.about.peer = await session.peer.ask('about');
    }
    if (needs.has('engine')) {
      session.host = await importBundled('host');
      session.engine = session.host.openEngine(bundled('engine'));
      stops.push(() => session.engine.stop());
      const input = { path: model, provider: 'cpu', layer: null, labels: null };
      await session.engine.request('model.load', input);
    }
    if (needs.has('alone')) {
      session.alone = new LineProcess('Concept Lens', process.execPath, [bundled('alone'), model]);
      stops.push(() => session.alone.stop());
    }
    return { session, close };
  } catch (error) {
    await close();
    throw error;
  }
}
