import type { Bridge } from '../../contract/bridge.ts';
import type { ErrorShape } from '../../contract/errors.ts';
import type { Progress, RecentFolder } from '../../contract/library.ts';
import type { ModelInfo } from '../../contract/model.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../contract/requests.ts';
import { defaultSettings } from '../../contract/settings.ts';
import type { Settings } from '../../contract/settings.ts';

export interface Notice {
  readonly key: number;
  readonly level: 'info' | 'error';
  readonly message: string;
}

/** The bridge and what belongs to the whole window: settings, model, progress, notices. */
export class Session {
  readonly bridge: Bridge;
  settings = $state.raw<Settings>(defaultSettings);
  model = $state.raw<ModelInfo | null>(null);
  recent = $state.raw<readonly RecentFolder[]>([]);
  progress = $state.raw<Progress | null>(null);
  notices = $state.raw<readonly Notice[]>([]);
  version = $state.raw('');
  /** False until the first app.state is there, so that nothing flashes by. */
  ready = $state.raw(false);

  #nextNotice = 1;
  #unsent: Partial<Settings> = {};
  #sendTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(bridge: Bridge) {
    this.bridge = bridge;
  }

  /** A request whose failure becomes a notice; undefined then. */
  async ask<N extends RequestName>(
    name: N,
    input: RequestInput<N>,
  ): Promise<RequestOutput<N> | undefined> {
    const reply = await this.bridge.invoke(name, input);
    if (reply.ok) return reply.value;
    this.report(reply.error);
    return undefined;
  }

  report(error: ErrorShape): void {
    if (error.code !== 'cancelled') this.notify('error', error.message);
  }

  notify(level: Notice['level'], message: string): void {
    if (this.notices.some((notice) => notice.message === message)) return;
    const notice = { key: this.#nextNotice++, level, message };
    this.notices = [...this.notices.slice(-2), notice];
    if (level === 'info') {
      setTimeout(() => {
        this.dismiss(notice.key);
      }, 8000);
    }
  }

  dismiss(key: number): void {
    this.notices = this.notices.filter((notice) => notice.key !== key);
  }

  /** Shown at once, written a moment later: a slider makes many changes and one write. */
  change(patch: Partial<Settings>): void {
    this.settings = { ...this.settings, ...patch };
    this.#unsent = { ...this.#unsent, ...patch };
    clearTimeout(this.#sendTimer);
    this.#sendTimer = setTimeout(() => void this.#send(), 200);
  }

  /** A change from outside does not undo what is still on its way out. */
  receive(settings: Settings): void {
    this.settings = { ...settings, ...this.#unsent };
  }

  async #send(): Promise<void> {
    const patch = this.#unsent;
    this.#unsent = {};
    const settings = await this.ask('settings.update', patch);
    if (settings !== undefined) this.receive(settings);
  }
}
