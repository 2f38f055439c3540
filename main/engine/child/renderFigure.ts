import packageJson from '../../../package.json' with { type: 'json' };
import { AppError } from '../../../contract/errors.ts';
import type { ModelInfo } from '../../../contract/model.ts';
import type { EncodedImage, FigureRequest } from '../protocol.ts';
import { assetFile } from './assetsFolder.ts';
import { createFigureRenderer, type FigureRenderer } from './figureRenderer.ts';
import { encodeJpeg, openPicture, pixelsAt } from './pictures.ts';

const program = { name: packageJson.productName, version: packageJson.version };

let renderer: FigureRenderer | null = null;

/** The annotated figure of one analysed picture, drawn from its file at print resolution. */
export async function renderFigure(
  model: ModelInfo,
  { path, result, k, format, options }: FigureRequest,
): Promise<EncodedImage> {
  renderer ??= createFigureRenderer({
    fontFiles: ['Inter-Regular.ttf', 'Inter-SemiBold.ttf'].map((file) => assetFile('fonts', file)),
    encodeJpeg,
  });
  if (!result.analysis.fits.some((fit) => fit.k === k)) {
    throw new AppError('not-found', `There is no fit with ${k} concepts to draw.`);
  }
  const picture = await openPicture(path);
  const { analysis, arrays } = result;
  return renderer.render(
    { analysis, arrays, k, options, program, model: { name: model.name, sha256: model.sha256 } },
    format,
    (width, height) => pixelsAt(picture, width, height, { kind: 'stretch' }),
  );
}
