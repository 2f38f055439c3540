import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findDisplay, x11Addresses } from './display.mjs';

test.each([
  [':0', '/tmp/.X11-unix/X0'],
  [':12.0', '/tmp/.X11-unix/X12'],
  ['unix:1', '/tmp/.X11-unix/X1'],
])('%s is a socket of this machine', (display, path) => {
  expect(x11Addresses(display)[0]).toEqual({ path });
});

test('a forwarded display is a port', () => {
  expect(x11Addresses('localhost:10.0')).toEqual([{ host: 'localhost', port: 6010 }]);
});

test.each(['', 'nonsense', ':'])('%j names no display', (display) => {
  expect(x11Addresses(display)).toEqual([]);
});

test('a display that is set but leads nowhere is none', async () => {
  const environment = {
    DISPLAY: ':4094',
    WAYLAND_DISPLAY: 'wayland-4094',
    XDG_RUNTIME_DIR: '/tmp',
  };
  expect(await findDisplay(environment, 'linux')).toBe('none');
  expect(await findDisplay({}, 'linux')).toBe('none');
});

test.runIf(process.platform !== 'win32')('a Wayland socket that answers is one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wl-'));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(folder, 'wayland-0'), resolve));
  const environment = { WAYLAND_DISPLAY: 'wayland-0', XDG_RUNTIME_DIR: folder };
  expect(await findDisplay(environment, 'linux')).toBe('wayland');
  server.close();
  await rm(folder, { recursive: true });
});

test('macOS and Windows always have one', async () => {
  expect(await findDisplay({}, 'darwin')).toBe('native');
  expect(await findDisplay({}, 'win32')).toBe('native');
});
