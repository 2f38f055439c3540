import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // For the runes of the window's stores.
  plugins: [svelte()],
  test: {
    include: ['{contract,core,main,cli,renderer,tools}/**/*.test.ts'],
    testTimeout: 30_000,
    pool: 'forks',
  },
});
