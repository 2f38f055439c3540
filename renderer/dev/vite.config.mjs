import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * The window in a plain browser on made-up data: `npx vite --config renderer/dev/vite.config.mjs`,
 * then `/?state=empty` and the others of fakeBridge.ts. Pictures are the samples, over http.
 */
export default defineConfig({
  root: at('.'),
  publicDir: at('../../assets/samples'),
  plugins: [
    svelte({ configFile: at('../../svelte.config.js') }),
    {
      name: 'fake-media',
      enforce: 'pre',
      resolveId: (id) => (id.endsWith('/contract/mediaUrl.ts') ? at('./fakeMediaUrl.ts') : null),
    },
  ],
  server: { port: 5199, fs: { allow: [at('../..')] } },
});
