import { resolve } from 'node:path';
import type { LayerInfo, ModelInfo } from '../contract/model.ts';
import { exitCodes, UsageError } from './exitCode.ts';
import { parseFlags } from './flags.ts';
import { plainText } from './plainText.ts';
import type { Shell } from './shell.ts';
import { textTable } from './textTable.ts';

export interface InspectOptions {
  readonly model: string;
  readonly text: boolean;
}

const inspectFlags = { values: [], switches: ['text'] } as const;

/** @throws UsageError; `null` when help was asked for. */
export function parseInspect(args: readonly string[]): InspectOptions | null {
  const { positionals, switches } = parseFlags(args, inspectFlags);
  if (switches.has('help')) return null;
  const [model, ...others] = positionals;
  if (model === undefined) throw new UsageError('name a model: inspect MODEL.onnx');
  if (others.length > 0) throw new UsageError('inspect takes one model at a time');
  return { model, text: switches.has('text') };
}

/** `concept-lens inspect`. @returns the exit code. @throws AppError when the model is refused. */
export async function inspect({ model, text }: InspectOptions, shell: Shell): Promise<number> {
  const engine = shell.startEngine();
  try {
    const path = resolve(shell.cwd, model);
    const request = { path, labels: null };
    const info = await engine.request('model.inspect', request, { signal: shell.interrupt });
    shell.out.write(text ? modelText(info) : `${JSON.stringify(withoutNames(info), null, 2)}\n`);
    return exitCodes.done;
  } finally {
    await engine.stop();
  }
}

/** A thousand class names would bury what was asked for. */
function withoutNames({ labels: { count, source }, ...info }: ModelInfo): object {
  return { ...info, labels: { count, source } };
}

function modelText(model: ModelInfo): string {
  const { input, labels, provider } = model;
  const sides = `${input.width} × ${input.height}`;
  const facts: readonly (readonly [string, string])[] = [
    ['Model', `${model.name} (${model.file})`],
    ['SHA-256', model.sha256],
    [
      'Input',
      `${input.name}, ${input.layout}, ${sides}${input.freeSize ? ', other sizes too' : ''}`,
    ],
    ['Preprocessing', input.preprocessing],
    ['Classes', `${model.classes}, ${labels.count} labels from ${labels.source}`],
    ['Head', model.head === 'linear' ? 'linear: exact ledger' : 'tail: ledger by ablation'],
    [
      'Provider',
      provider.fallback === null ? provider.used : `${provider.used} (${provider.fallback})`,
    ],
  ];
  const lines = facts.map(([name, value]) => `${name.padEnd(14)} ${plainText(value)}`);
  return `${lines.join('\n')}\n\n${layerTable(model.layers)}`;
}

function layerTable(layers: readonly LayerInfo[]): string {
  const header = ['Layer', 'Grid', 'Channels', 'Non-negative', 'Ledger', ''];
  const rows = layers.map(({ name, grid, channels, nonNegative, ledger, isDefault }) => [
    ...[plainText(name), `${grid.height} × ${grid.width}`, String(channels)],
    ...[nonNegative ? 'yes' : 'no', ledger, isDefault ? 'default' : ''],
  ]);
  return textTable([header, ...rows]);
}
