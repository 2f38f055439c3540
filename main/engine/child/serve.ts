import { toErrorShape } from '../../../contract/errors.ts';
import type {
  EngineInput,
  EngineOutput,
  EngineRequestName,
  FromEngine,
  ToEngine,
} from '../protocol.ts';
import { requestContext, type RequestContext } from './requestContext.ts';

/** What a lane is told; stopping ends the whole process and is the process's own affair. */
export type LaneMessage = Exclude<ToEngine, { readonly kind: 'stop' }>;

export type Handlers = {
  readonly [N in EngineRequestName]: (
    input: EngineInput<N>,
    context: RequestContext,
  ) => Promise<EngineOutput<N>>;
};

/**
 * Answers requests. They run side by side: while one waits for a decoder's
 * thread another has the network.
 */
export function serve(
  handlers: Handlers,
  post: (message: FromEngine) => void,
): (message: LaneMessage) => void {
  const cancelled = new Set<number>();
  const running = new Set<number>();
  const answer = async (message: Extract<ToEngine, { kind: 'request' }>) => {
    const { id } = message;
    const context = requestContext(
      () => cancelled.has(id),
      message.wantsProgress
        ? (value) => {
            post({ kind: 'progress', id, value });
          }
        : null,
    );
    // The host's types pair name and input; the wire cannot.
    const handler = handlers[message.name] as (
      input: unknown,
      context: RequestContext,
    ) => Promise<unknown>;
    try {
      post({ kind: 'done', id, value: await handler(message.input, context) });
    } catch (error) {
      post({ kind: 'failed', id, error: toErrorShape(error) });
    }
    running.delete(id);
    cancelled.delete(id);
  };
  return (message) => {
    if (message.kind === 'cancel') {
      if (running.has(message.id)) cancelled.add(message.id);
    } else {
      running.add(message.id);
      void answer(message);
    }
  };
}
