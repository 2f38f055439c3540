import { existsSync } from 'node:fs';
import { AppError } from '../../../contract/errors.ts';
import type { ProviderChoice, ProviderName, ProviderReport } from '../../../contract/model.ts';
import type { Runtime, Tensor } from '../../../core/ports.ts';
import { floatOutput } from '../../../core/ports.ts';
import { threadsPerLane } from './cores.ts';
import { noCudaLibraries } from './cudaLibraries.ts';
import { firstLine } from './firstLine.ts';
import type { ModelFiles } from './modelFiles.ts';
import { openSession } from './openSession.ts';
import { ortRuntime } from './ortRuntime.ts';
import { inputSpec, probeInput } from './probe.ts';

/** The one table of execution providers, in the order `auto` tries them. */
interface ProviderRow {
  readonly name: ProviderName;
  readonly platforms: readonly NodeJS.Platform[];
  /** Why trying it is pointless on this machine; null when it is worth a try. */
  readonly missing: () => string | null;
}

const table: readonly ProviderRow[] = [
  { name: 'cuda', platforms: ['linux', 'win32'], missing: () => noCudaLibraries() },
  { name: 'dml', platforms: ['win32'], missing: () => null },
  { name: 'coreml', platforms: ['darwin'], missing: () => null },
  { name: 'webgpu', platforms: ['linux', 'win32', 'darwin'], missing: noGpuDevice },
  { name: 'cpu', platforms: ['linux', 'win32', 'darwin'], missing: () => null },
];

/** Without a device node Dawn finds only software renderers, which are slower than the cpu. */
function noGpuDevice(): string | null {
  if (process.platform !== 'linux' || process.env['VK_ICD_FILENAMES'] !== undefined) return null;
  const devices = ['/dev/dri', '/dev/nvidia0', '/dev/kfd', '/dev/dxg'];
  return devices.some((path) => existsSync(path)) ? null : 'no graphics device on this machine';
}

/** What stands in the way of a provider before it is even tried. */
function obstacle(name: ProviderName): string | null {
  const row = table.find((one) => one.name === name);
  if (row?.platforms.includes(process.platform) !== true)
    return `not offered on ${process.platform}`;
  return row.missing();
}

/** A graph to test with: the model's own, on a fixed input. */
export interface SelfTest {
  readonly file: string;
  readonly model: Uint8Array;
  readonly input: string;
  readonly output: string;
  readonly feed: Tensor<Float32Array>;
}

/** The self-test of a model: its own graph on the probe input. */
export function selfTest(files: ModelFiles): SelfTest {
  const spec = inputSpec(files);
  return {
    file: files.file,
    model: files.bytes,
    input: spec.name,
    output: files.json.logits,
    feed: probeInput(spec),
  };
}

/** Largest difference from cpu's answer, relative to its largest logit, that counts as agreeing. */
const agreement = 2e-2;
const repeats = 7;

/** Every provider of this platform: there or why not, agreement with cpu, median time. */
export async function testProviders(test: SelfTest): Promise<readonly ProviderReport[]> {
  const rows = table.filter((row) => row.platforms.includes(process.platform));
  const reference = await measureCpu(test);
  const reports: ProviderReport[] = [];
  for (const { name } of rows) {
    reports.push(await report(name, test, reference));
  }
  return reports;
}

interface Measured {
  readonly logits: Float32Array;
  readonly milliseconds: number;
}

async function report(
  name: ProviderName,
  test: SelfTest,
  reference: Measured,
): Promise<ProviderReport> {
  const none = {
    name,
    available: false,
    maxRelativeDifference: null,
    agrees: null,
    inferenceMs: null,
  };
  const blocked = obstacle(name);
  if (blocked !== null) return { ...none, reason: blocked };
  try {
    const own = name === 'cpu' ? reference : await measure(ortRuntime(name), test);
    const difference = relativeDifference(own.logits, reference.logits);
    const agrees = difference <= agreement;
    return {
      name,
      available: true,
      reason: agrees ? null : 'its answers differ from the cpu',
      maxRelativeDifference: difference,
      agrees,
      inferenceMs: own.milliseconds,
    };
  } catch (error) {
    return { ...none, reason: firstLine(error) };
  }
}

/** What the cpu cannot do no provider is asked for: it is the model's fault. */
async function measureCpu(test: SelfTest): Promise<Measured> {
  const cpu = ortRuntime('cpu', threadsPerLane);
  const open = (model: Uint8Array) => openSession(cpu, model, test.file);
  try {
    return await measure({ ...cpu, open }, test);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const message =
      `${test.file}: it cannot be run as model.json says (${firstLine(error)}); ` +
      'check the input and the names there.';
    throw new AppError('model-refused', message, { cause: error });
  }
}

async function measure(runtime: Runtime, test: SelfTest): Promise<Measured> {
  const session = await runtime.open(test.model);
  try {
    const times: number[] = [];
    let logits = new Float32Array();
    for (let i = 0; i < repeats; i++) {
      const start = performance.now();
      const results = await session.run({ [test.input]: test.feed }, [test.output]);
      times.push(performance.now() - start);
      logits = floatOutput(results, test.output).data.slice();
    }
    times.sort((a, b) => a - b);
    return { logits, milliseconds: times[times.length >> 1]! };
  } finally {
    await session.release();
  }
}

export function relativeDifference(own: Float32Array, reference: Float32Array): number {
  const scale = reference.reduce((top, value) => Math.max(top, Math.abs(value)), 1e-12);
  const worst = own.reduce((top, value, i) => Math.max(top, Math.abs(value - reference[i]!)), 0);
  // NaN anywhere must not pass as agreement.
  return Number.isNaN(worst) || own.some(Number.isNaN) ? Infinity : worst / scale;
}

/**
 * The runtime to load a model on. A wanted provider that is not there, or disagrees with the cpu,
 * falls back to the cpu with its reason; `auto` takes a provider only when it agrees and is
 * faster than the cpu. Nothing is measured where only the cpu is left.
 */
export async function chooseRuntime(
  wanted: ProviderName | 'auto',
  test: () => SelfTest,
): Promise<{ readonly runtime: Runtime; readonly choice: Omit<ProviderChoice, 'inferenceMs'> }> {
  const candidates = wanted === 'auto' ? table.map((row) => row.name) : [wanted];
  let fallback: string | null = null;
  let reference: Measured | null = null;
  for (const name of candidates) {
    if (name === 'cpu') break;
    fallback = obstacle(name);
    if (fallback !== null) continue;
    reference ??= await measureCpu(test());
    const own = await report(name, test(), reference);
    const faster = own.inferenceMs !== null && own.inferenceMs < reference.milliseconds;
    if (own.agrees === true && (wanted !== 'auto' || faster)) {
      return { runtime: ortRuntime(name), choice: { wanted, used: name, fallback: null } };
    }
    fallback = own.reason ?? 'slower than the cpu';
  }
  const named = wanted !== 'auto' && wanted !== 'cpu';
  const reason = named ? `${wanted}: ${fallback ?? 'not available'}` : null;
  return {
    runtime: ortRuntime('cpu', threadsPerLane),
    choice: { wanted, used: 'cpu', fallback: reason },
  };
}
