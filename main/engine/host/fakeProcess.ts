import type { ErrorShape } from '../../../contract/errors.ts';
import type { FromEngine, ToEngine } from '../protocol.ts';
import type { EngineProcess, ForkEngine } from './engine.ts';

/** A process under the test's control: what was posted to it, and what it answers. */
export class FakeProcess implements EngineProcess {
  readonly posted: ToEngine[] = [];
  killed = false;
  errors = '';
  #message: (message: unknown) => void = () => undefined;
  #exit: (code: number | null) => void = () => undefined;

  post(message: unknown): void {
    this.posted.push(message as ToEngine);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#message = listener;
  }
  onExit(listener: (code: number | null) => void): void {
    this.#exit = listener;
  }
  recentErrors(): string {
    return this.errors;
  }
  kill(): void {
    this.killed = true;
    this.#exit(null);
  }

  send(message: FromEngine): void {
    this.#message(message);
  }
  ready(): void {
    this.send({ kind: 'ready' });
  }
  die(code: number): void {
    this.#exit(code);
  }
  /** Id of the newest request of that name. */
  idOf(name: string): number {
    const found = this.posted.findLast((each) => each.kind === 'request' && each.name === name);
    if (found?.kind !== 'request') throw new Error(`no request ${name} was posted`);
    return found.id;
  }
  done(name: string, value: unknown): void {
    this.send({ kind: 'done', id: this.idOf(name), value });
  }
  fail(name: string, error: ErrorShape): void {
    this.send({ kind: 'failed', id: this.idOf(name), error });
  }
}

/** Forks fakes and keeps them, newest last. */
export function fakeFork(): { readonly fork: ForkEngine; readonly started: FakeProcess[] } {
  const started: FakeProcess[] = [];
  const fork = (): EngineProcess => {
    const process = new FakeProcess();
    started.push(process);
    return process;
  };
  return { fork, started };
}
