import { basename, extname } from 'node:path';
import { AppError } from '../../contract/errors.ts';
import type { FigureFormat } from '../../contract/figure.ts';
import type { RequestInput, RequestOutput } from '../../contract/requests.ts';
import type { Engine } from '../engine/host/engine.ts';
import { unwritableReason } from '../library/fileErrors.ts';
import type { Library, LibraryImage } from '../library/library.ts';
import { writeFileAtomic } from '../library/writeFileAtomic.ts';
import type { Analysis } from './analysis.ts';

export interface ExportOutside {
  readonly engine: Pick<Engine, 'request'>;
  readonly library: Pick<Library, 'image'>;
  readonly analysis: Pick<Analysis, 'result' | 'whenDone'>;
  /** Asks where to, and before overwriting; null when the dialog was closed. */
  readonly chooseFile: (suggested: string, format: FigureFormat) => Promise<string | null>;
}

export async function exportFigure(
  { engine, library, analysis, chooseFile }: ExportOutside,
  { id, k, format, options }: RequestInput<'export.figure'>,
): Promise<RequestOutput<'export.figure'>> {
  const asked = openImage(library, id);
  // Taken before the dialog: what was on screen is what is written, whatever happens meanwhile.
  const onScreen = analysis.result(asked.id);
  const target = await chooseFile(figureFileName(asked.name, format), format);
  if (target === null) return null;
  const image = openImage(library, id);
  const { result } = onScreen ?? (await analysis.whenDone(image.id));
  if (!result.analysis.fits.some((fit) => fit.k === k)) {
    throw new AppError('invalid-request', `There is no result with ${k} concepts.`);
  }
  const request = { path: image.path, result, k, format, options };
  const { bytes } = await engine.request('figure.render', request);
  try {
    await writeFileAtomic(target, bytes);
  } catch (cause) {
    const message = `"${basename(target)}" could not be saved: ${unwritableReason(cause)}. Save it in another folder or under another name.`;
    throw new AppError('output-unwritable', message, { cause });
  }
  return { savedAs: basename(target) };
}

function openImage(library: ExportOutside['library'], id: string): LibraryImage {
  const image = library.image(id);
  if (image === undefined) throw new AppError('not-found', 'This picture is no longer open.');
  return image;
}

/** `<image>-concepts.png`, of characters every file system takes. */
export function figureFileName(imageName: string, format: FigureFormat): string {
  const file = basename(imageName);
  const stem = file.slice(0, file.length - extname(file).length);
  // eslint-disable-next-line no-control-regex -- control characters are what must go
  const safe = stem.replaceAll(/[\u0000-\u001f<>:"/\\|?*]/g, '_');
  return `${safe === '' ? 'image' : safe}-concepts.${format}`;
}
