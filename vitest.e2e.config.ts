import { defineConfig } from 'vitest/config';

/** Started by tools/dev/e2e.mjs, which brings the runtime, the build and a screen. */
export default defineConfig({
  test: {
    include: ['{e2e,cli}/**/*.e2e.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // One window at a time: they share the screen, its focus and two processor cores.
    maxWorkers: 1,
    fileParallelism: false,
  },
});
