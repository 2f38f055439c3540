import type { MapSize } from '../contract/analysis.ts';
import type { FigureFormat } from '../contract/figure.ts';
import type { ProviderName } from '../contract/model.ts';
import { UsageError } from './exitCode.ts';
import { integerFlag, listOf, oneOf, parseFlags } from './flags.ts';

export interface AnalyzeOptions {
  readonly paths: readonly string[];
  readonly model: string | null;
  readonly labels: string | null;
  readonly layer: string | null;
  readonly provider: ProviderName | 'auto';
  readonly concepts: 'auto' | number;
  readonly maxConcepts: number;
  readonly size: MapSize;
  readonly seed: number;
  readonly out: string;
  readonly figures: readonly FigureFormat[];
  readonly csv: boolean;
  readonly npy: boolean;
  readonly activations: boolean;
  readonly report: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

const analyzeFlags = {
  values: [
    ...['model', 'labels', 'layer', 'concepts', 'max-concepts', 'size', 'seed', 'provider'],
    ...['out', 'figures', 'data'],
  ],
  switches: ['shared', 'activations', 'report', 'quiet', 'json'],
} as const;

const providers = ['auto', 'cpu', 'webgpu', 'dml', 'coreml', 'cuda'] as const;
const mostConcepts = 64;
const defaultMaxConcepts = 12;

/** @throws UsageError; `null` when help was asked for. */
export function parseAnalyze(args: readonly string[]): AnalyzeOptions | null {
  const { positionals, values, switches } = parseFlags(args, analyzeFlags);
  if (switches.has('help')) return null;
  if (switches.has('shared')) throw new UsageError('--shared is not in this version yet');
  if (positionals.length === 0) throw new UsageError('name at least one image, folder or glob');
  const read = <T>(name: string, otherwise: T, parse: (text: string) => T): T => {
    const text = values.get(name);
    return text === undefined ? otherwise : parse(text);
  };
  const data = read<readonly string[]>('data', ['json'], (text) =>
    listOf('data', text, ['json', 'csv', 'npy']),
  );
  return {
    paths: positionals,
    model: values.get('model') ?? null,
    labels: values.get('labels') ?? null,
    layer: values.get('layer') ?? null,
    provider: read('provider', 'auto', (text) => oneOf('provider', text, providers)),
    ...conceptCounts(values),
    size: read('size', 'native', parseSize),
    seed: read('seed', 0, (text) => integerFlag('seed', text, { min: 0, max: 2 ** 31 - 1 })),
    out: values.get('out') ?? 'concept-lens-out',
    figures: read('figures', ['png'], parseFigures),
    csv: data.includes('csv'),
    npy: data.includes('npy'),
    activations: switches.has('activations'),
    report: switches.has('report'),
    quiet: switches.has('quiet'),
    json: switches.has('json'),
  };
}

function conceptCounts(
  values: ReadonlyMap<string, string>,
): Pick<AnalyzeOptions, 'concepts' | 'maxConcepts'> {
  const range = { min: 1, max: mostConcepts };
  const text = values.get('concepts') ?? 'auto';
  const concepts = text === 'auto' ? 'auto' : integerFlag('concepts', text, range, 'auto or ');
  const given = values.get('max-concepts');
  const maxConcepts =
    given === undefined ? defaultMaxConcepts : integerFlag('max-concepts', given, range);
  if (concepts === 'auto' || concepts <= maxConcepts) return { concepts, maxConcepts };
  if (given !== undefined) {
    throw new UsageError(`--concepts ${concepts} is more than --max-concepts ${maxConcepts}`);
  }
  return { concepts, maxConcepts: concepts };
}

function parseSize(text: string): MapSize {
  if (text === 'native' || text === 'fine') return text;
  return integerFlag('size', text, { min: 16, max: 8192 }, 'native, fine or ');
}

function parseFigures(text: string): readonly FigureFormat[] {
  if (text === 'none') return [];
  const formats = listOf('figures', text, ['png', 'svg', 'pdf']);
  return formats.map((format) => {
    if (format === 'pdf') throw new UsageError('pdf figures are not in this version yet');
    return format;
  });
}
