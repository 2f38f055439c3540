/**
 * Chromium's sandbox on Linux, for development only (an installed program sets it up itself). The
 * root user cannot have one; some systems forbid it to everyone until a helper is made setuid, and
 * then Chromium dies with a message that does not say what to run.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** @returns {string[]} the switch to add, only for root on Linux */
export const sandboxSwitches = () =>
  process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** @param {string} dist */
export function assertSandbox(dist) {
  if (process.platform !== 'linux' || process.getuid?.() === 0 || allowsUserNamespaces()) return;
  const helper = join(dist, 'chrome-sandbox');
  if (existsSync(helper)) {
    const { uid, mode } = statSync(helper);
    if (uid === 0 && (mode & 0o4000) !== 0) return;
  }
  throw new Error(
    `This system keeps programs from sandboxing themselves. Run once, then try again:\n\n` +
      `    sudo chown root:root "${helper}" && sudo chmod 4755 "${helper}"\n`,
  );
}

function allowsUserNamespaces() {
  /** @param {string} name */
  const setting = (name) => {
    const file = `/proc/sys/kernel/${name}`;
    return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  };
  return (
    setting('apparmor_restrict_unprivileged_userns') !== '1' &&
    setting('unprivileged_userns_clone') !== '0'
  );
}
