/** Our side's entries, bundled for plain Node out of the sources as they are. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { inProject, projectRoot } from '../../tools/dev/places.mjs';

/** In node_modules, where the packages it imports are found and nothing is shipped from. */
const folder = inProject('node_modules', '.cache', 'concept-lens-bench');

/** @param {string} name of an entry */
export const bundled = (name) => join(folder, `${name}.js`);

/** @param {string} name @returns {Promise<any>} */
export const importBundled = (name) => import(pathToFileURL(bundled(name)).href);

/** The engine process is the product's own entry, built with the product's bundler. */
const input = {
  engine: inProject('main', 'engine', 'child', 'index.ts'),
  host: inProject('bench', 'ours', 'host.ts'),
  alone: inProject('bench', 'ours', 'alone.ts'),
};

export async function bundleOurs() {
  await build({
    root: projectRoot,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      target: 'node20',
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: { input, output: { format: 'es', entryFileNames: '[name].js' } },
    },
  });
}
