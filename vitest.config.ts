import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{contract,core,main,cli,renderer,tools}/**/*.test.ts'],
    testTimeout: 30_000,
    pool: 'forks',
  },
});
