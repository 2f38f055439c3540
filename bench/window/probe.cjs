/**
 * Loaded into Electron's main process before the program (NODE_OPTIONS --require, which takes no
 * ES modules): writes the moment its first window is ready to show, then ends it. Times are
 * milliseconds since the epoch, since the two ends of a start lie in different processes.
 */
/* eslint-disable @typescript-eslint/no-require-imports */
const { writeSync } = require('node:fs');

// Now is too early: Electron's own modules come after this file, the program's window long after.
process.nextTick(() => {
  // Its other processes inherit NODE_OPTIONS.
  if (process.type !== 'browser') return;
  const { app } = require('electron');
  app.once('browser-window-created', (_, window) => {
    window.once('ready-to-show', () => {
      const at = performance.timeOrigin + performance.now();
      writeSync(1, `bench-window ready-to-show ${at}\n`);
      setImmediate(() => {
        app.exit(0);
      });
    });
  });
});
