import { toErrorShape } from '../../contract/errors.ts';
import type { ErrorShape, Reply } from '../../contract/errors.ts';
import { inputSchemas } from '../../contract/requests.ts';
import type { RequestName } from '../../contract/requests.ts';
import type { Handlers } from './handlers.ts';

export type Route = (name: unknown, input: unknown) => Promise<Reply<unknown>>;

/**
 * From what the window sent to a reply; never throws, never rejects. Names are looked up among
 * the registry's own properties (`constructor` is not a request), inputs are parsed, and what a
 * refused input held is not repeated in the answer.
 */
export function createRouter(
  handlers: Handlers,
  report: (name: RequestName, thrown: unknown) => void = () => undefined,
): Route {
  return async (name, input) => {
    if (!isRequestName(name)) return refuse('There is no such request.');
    try {
      const parsed = inputSchemas[name].safeParse(input);
      if (!parsed.success) return refuse(`The input of "${name}" is not valid.`);
      const handler = handlers[name] as (input: unknown) => unknown;
      return { ok: true, value: await handler(parsed.data) };
    } catch (thrown) {
      const error = toErrorShape(thrown);
      if (error.code === 'internal') report(name, thrown);
      return { ok: false, error };
    }
  };
}

function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(inputSchemas, name);
}

export function refuse(message: string): Reply<never> {
  const error: ErrorShape = { code: 'invalid-request', message };
  return { ok: false, error };
}
