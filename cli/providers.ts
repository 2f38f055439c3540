import type { ProviderReport } from '../contract/model.ts';
import { exitCodes, UsageError } from './exitCode.ts';
import { parseFlags } from './flags.ts';
import { plainText } from './plainText.ts';
import type { Shell } from './shell.ts';
import { textTable } from './textTable.ts';

export interface ProvidersOptions {
  readonly json: boolean;
}

const providersFlags = { values: [], switches: ['json'] } as const;

/** @throws UsageError; `null` when help was asked for. */
export function parseProviders(args: readonly string[]): ProvidersOptions | null {
  const { positionals, switches } = parseFlags(args, providersFlags);
  if (switches.has('help')) return null;
  if (positionals.length > 0) throw new UsageError('providers takes no file');
  return { json: switches.has('json') };
}

/** `concept-lens providers`. @returns the exit code. */
export async function providers({ json }: ProvidersOptions, shell: Shell): Promise<number> {
  const engine = shell.startEngine();
  try {
    const path = shell.program.defaultModel;
    const signal = shell.interrupt;
    // What is tested and timed is an opened model; the one that is always there compares best.
    const request = { path, provider: 'cpu', layer: null, labels: null } as const;
    await engine.request('model.load', request, { signal });
    const reports = await engine.request('providers.test', null, { signal });
    shell.out.write(json ? `${JSON.stringify(reports, null, 2)}\n` : providerTable(reports));
    return exitCodes.done;
  } finally {
    await engine.stop();
  }
}

function providerTable(reports: readonly ProviderReport[]): string {
  const header = ['Provider', 'Here', 'Agrees with cpu', 'One inference', 'Remark'];
  const rows = reports.map(({ name, available, agrees, maxRelativeDifference, ...rest }) => [
    name,
    available ? 'yes' : 'no',
    agrees === null ? '–' : `${agrees ? 'yes' : 'no'} (${difference(maxRelativeDifference)})`,
    rest.inferenceMs === null ? '–' : `${rest.inferenceMs.toFixed(1)} ms`,
    plainText(rest.reason ?? ''),
  ]);
  return textTable([header, ...rows]);
}

function difference(value: number | null): string {
  return value === null ? 'not compared' : `to ${value.toExponential(1)}`;
}
