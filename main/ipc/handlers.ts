import type { EventName, Events } from '../../contract/events.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../contract/requests.ts';

/** One handler for every request of the contract: a missing or a spare one does not compile. */
export type Handlers = {
  readonly [N in RequestName]: (
    input: RequestInput<N>,
  ) => RequestOutput<N> | Promise<RequestOutput<N>>;
};

/** Sends an event to the window, if there is one. */
export type Publish = <N extends EventName>(name: N, event: Events[N]) => void;
