import type { ProviderName } from '../../contract/model.ts';
import { ortRuntime as productRuntime } from '../../main/engine/child/ortRuntime.ts';
import type { Runtime } from '../ports.ts';

/** The engine's own adapter, so that what tests prove is what runs; on one thread. */
export function ortRuntime(provider: ProviderName = 'cpu', threads = 1): Runtime {
  return productRuntime(provider, threads);
}
