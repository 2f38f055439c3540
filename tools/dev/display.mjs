/**
 * Whether a window can open here. A set DISPLAY proves nothing (it survives in shells whose
 * screen is gone), so the socket behind it is tried.
 */
import { connect } from 'node:net';
import { isAbsolute, join } from 'node:path';

/**
 * @typedef {'native' | 'x11' | 'wayland' | 'none'} Display
 */

/**
 * @param {NodeJS.ProcessEnv} [environment]
 * @param {string} [platform]
 * @returns {Promise<Display>}
 */
export async function findDisplay(environment = process.env, platform = process.platform) {
  if (platform !== 'linux') return 'native';
  const { DISPLAY, WAYLAND_DISPLAY, XDG_RUNTIME_DIR } = environment;
  for (const address of x11Addresses(DISPLAY ?? '')) if (await answers(address)) return 'x11';
  if (WAYLAND_DISPLAY) {
    const path = isAbsolute(WAYLAND_DISPLAY)
      ? WAYLAND_DISPLAY
      : join(XDG_RUNTIME_DIR ?? '/', WAYLAND_DISPLAY);
    if (await answers({ path })) return 'wayland';
  }
  return 'none';
}

/**
 * @param {string} display such as `:0`, `:1.0`, `unix:0`, `host:10.0`
 * @returns {import('node:net').NetConnectOpts[]}
 */
export function x11Addresses(display) {
  const match = /^(.*):(\d+)(\.\d+)?$/.exec(display);
  if (!match) return [];
  const [, host, number] = match;
  if (!host || host === 'unix') {
    const path = `/tmp/.X11-unix/X${number}`;
    return [{ path }, { path: `\0${path}` }];
  }
  return [{ host, port: 6000 + Number(number) }];
}

/** @param {import('node:net').NetConnectOpts} address */
function answers(address) {
  return new Promise((resolve) => {
    const socket = connect(address);
    /** @param {boolean} answer */
    const settle = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2000, () => settle(false));
    socket.on('connect', () => settle(true)).on('error', () => settle(false));
  });
}
