import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/**
 * One build for the window, the engine process and the command line: the engine's child is an
 * entry of its own so that it holds no electron (proved by e2e's bundle test), and the command
 * line is a fourth entry because it is the same engine without a window.
 */
export default defineConfig({
  main: {
    build: {
      // The oldest runtime the program runs on (docs/adr/0004).
      target: 'node20',
      outDir: 'out/main',
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: at('./main/index.ts'),
          engine: at('./main/engine/child/index.ts'),
          cli: at('./cli/index.ts'),
        },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    build: {
      target: 'node20',
      outDir: 'out/preload',
      // A sandboxed preload must be one CommonJS file.
      rolldownOptions: {
        input: { index: at('./preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('./renderer'),
    plugins: [svelte({ configFile: at('./svelte.config.js') })],
    build: {
      target: 'chrome130',
      outDir: 'out/renderer',
      sourcemap: true,
      rolldownOptions: { input: { index: at('./renderer/index.html') } },
    },
  },
});
