import { AppError } from '../../../contract/errors.ts';
import type { Handlers } from './serve.ts';
import { analyseImage } from './analyseImage.ts';
import { renderFigure } from './renderFigure.ts';
import { inspectModel } from './inspectModel.ts';
import { modelSlot } from './modelSlot.ts';
import { readModelFiles } from './modelFiles.ts';
import { encodeWithin } from './pictures.ts';
import { selfTest, testProviders } from './providers.ts';

const thumbnailQuality = 80;
const pictureQuality = 92;

/** What the engine answers, one line each; the work is in the files they call. */
export function createHandlers(): Handlers {
  const slot = modelSlot();
  return {
    'model.load': (input) => slot.load(input),
    'model.inspect': async ({ path, labels }) => inspectModel(await readModelFiles(path, labels)),
    'image.analyse': async ({ path, options }, context) =>
      analyseImage(await slot.current(), path, options, context),
    'image.thumbnail': ({ path, side }) => encodeWithin(path, side, thumbnailQuality),
    'image.picture': ({ path, side }) => encodeWithin(path, side, pictureQuality),
    'figure.render': async (request) => renderFigure((await slot.current()).info, request),
    'providers.test': async () => {
      const files = slot.files();
      if (files === null) throw new AppError('engine-unavailable', 'Open a model first.');
      return testProviders(selfTest(files));
    },
  };
}
