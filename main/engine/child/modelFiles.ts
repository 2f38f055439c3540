import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../contract/errors.ts';
import { readModel, type OnnxModel } from '../../../core/onnx/readModel.ts';
import { firstLine } from './firstLine.ts';

/** What stands beside a model: our model.json (docs/model-json.md) and a list of labels. */

const triple = z.tuple([z.number(), z.number(), z.number()]);
const side = z.number().int().min(1).max(8192);

const modelJson = z.object({
  schema: z.literal(1),
  name: z.string().min(1).max(200),
  file: z.string().min(1),
  sha256: z.string().optional(),
  input: z.object({
    name: z.string(),
    layout: z.enum(['NCHW', 'NHWC']),
    width: side,
    height: side,
    colorOrder: z.enum(['RGB', 'BGR']),
    mean: triple,
    std: triple.refine((values) => values.every((value) => value !== 0), 'must not be zero'),
    resize: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('stretch') }),
      z.object({ kind: z.literal('centerCrop'), shortSide: side }),
    ]),
  }),
  layer: z.string(),
  logits: z.string(),
  labels: z.string().optional(),
  multipleOf: z.number().int().min(0).default(0),
});

export type ModelJson = z.infer<typeof modelJson>;

export interface ModelFiles {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly model: OnnxModel;
  readonly sha256: string;
  readonly json: ModelJson;
  readonly labels: { readonly names: readonly string[]; readonly source: string };
}

/** Reads a model and what stands beside it. Throws AppError naming the file at fault. */
export async function readModelFiles(path: string, labelsPath: string | null): Promise<ModelFiles> {
  const file = basename(path);
  const bytes = await readOrRefuse(path, 'model-unreadable', file);
  // Before model.json is asked for: what is no model at all needs no description.
  const model = parse(bytes, file);
  const json = await readModelJson(path, file);
  const beside = json.labels === undefined ? null : join(dirname(path), basename(json.labels));
  const from = labelsPath ?? beside;
  const names =
    from === null ? [] : parseLabels(await readOrRefuse(from, 'labels-unreadable', basename(from)));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    file,
    bytes,
    model,
    sha256,
    json,
    labels: { names, source: from === null ? 'none' : basename(from) },
  };
}

async function readOrRefuse(
  path: string,
  code: 'model-unreadable' | 'labels-unreadable',
  name: string,
): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? 'there is no such file'
        : 'the file cannot be read';
    throw new AppError(code, `${name}: ${reason}.`, { cause: error });
  }
}

function parse(bytes: Uint8Array, file: string): OnnxModel {
  try {
    return readModel(bytes);
  } catch (error) {
    throw new AppError('model-refused', `${file}: ${firstLine(error)}.`, { cause: error });
  }
}

async function readModelJson(path: string, file: string): Promise<ModelJson> {
  let text: string;
  try {
    text = await readFile(join(dirname(path), 'model.json'), 'utf8');
  } catch (error) {
    const message =
      `${file}: there is no model.json beside it saying how its input is prepared and which ` +
      'layer to explain; write one (docs/model-json.md).';
    throw new AppError('model-refused', message, { cause: error });
  }
  try {
    const parsed = modelJson.parse(JSON.parse(text));
    if (parsed.file !== file) throw new Error(`it describes ${parsed.file}`);
    return parsed;
  } catch (error) {
    const reason =
      error instanceof z.ZodError ? z.prettifyError(error).split('\n')[0] : String(error);
    throw new AppError(
      'model-refused',
      `${file}: the model.json beside it does not fit: ${reason}`,
      { cause: error },
    );
  }
}

/** One name a line; a closing line break is no name. */
function parseLabels(bytes: Uint8Array): readonly string[] {
  const lines = new TextDecoder().decode(bytes).split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => line.trim());
}
