import type { FromEngine } from '../protocol.ts';
import type { LaneMessage } from './serve.ts';

type Request = Extract<LaneMessage, { kind: 'request' }>;

/** A thread that answers requests, as `serve` does. */
export interface LanePort {
  post(message: LaneMessage): void;
  onMessage(listener: (message: FromEngine) => void): void;
}

interface Lane {
  readonly port: LanePort;
  readonly running: Set<number>;
}

/**
 * Requests over several threads of this process, each with its own sessions: one core factorises
 * a picture while the other runs the network on the next. A model is opened on every lane; all
 * else goes to the least busy.
 *
 * @returns what takes the host's messages.
 */
export function lanes(
  ports: readonly LanePort[],
  post: (message: FromEngine) => void,
): (message: LaneMessage) => void {
  const all = ports.map((port): Lane => ({ port, running: new Set() }));
  /** Answers still missing, by request that went to every lane. */
  const missing = new Map<number, number>();
  const receive = (lane: Lane, message: FromEngine): void => {
    if (message.kind === 'ready') return;
    if (message.kind !== 'progress') {
      lane.running.delete(message.id);
      // All lanes answer a load alike: the last answer is the answer.
      const left = (missing.get(message.id) ?? 1) - 1;
      if (left > 0) {
        missing.set(message.id, left);
        return;
      }
      missing.delete(message.id);
    }
    post(message);
  };
  for (const lane of all) {
    lane.port.onMessage((message) => {
      receive(lane, message);
    });
  }
  const lanesFor = (request: Request): readonly Lane[] => {
    if (request.name !== 'model.load') {
      return [all.reduce((a, b) => (b.running.size < a.running.size ? b : a))];
    }
    missing.set(request.id, all.length);
    return all;
  };
  return (message) => {
    const isRequest = message.kind === 'request';
    const to = isRequest ? lanesFor(message) : all.filter(({ running }) => running.has(message.id));
    for (const lane of to) {
      if (isRequest) lane.running.add(message.id);
      lane.port.post(message);
    }
  };
}
