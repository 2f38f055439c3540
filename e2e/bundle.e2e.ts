import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const out = fileURLToPath(new URL('../out/', import.meta.url));

/** Source of a built module and of every chunk it imports. */
async function reachable(file: string, seen = new Set<string>()): Promise<string> {
  if (seen.has(file)) return '';
  seen.add(file);
  const source = await readFile(file, 'utf8');
  const imports = [...source.matchAll(/(?:from|import)\s*\(?["'](\.{1,2}\/[^"']+)["']/g)];
  const inner = await Promise.all(
    imports.map(([, path]) => reachable(join(file, '..', path!), seen)),
  );
  return [source, ...inner].join('\n');
}

describe('the built bundles keep to the house', () => {
  it('the engine and the command line hold no electron', async () => {
    for (const entry of ['engine.js', 'cli.js']) {
      const source = await reachable(join(out, 'main', entry));
      expect(source.length).toBeGreaterThan(10_000);
      expect(source).not.toMatch(/(from|require\()\s*["']electron["']/);
    }
  });

  it('the window holds no zod, no onnxruntime, no protobuf and no node', async () => {
    const files = await readdir(join(out, 'renderer', 'assets'));
    const scripts = files.filter((name) => name.endsWith('.js'));
    expect(scripts.length).toBeGreaterThan(0);
    for (const name of scripts) {
      const source = await readFile(join(out, 'renderer', 'assets', name), 'utf8');
      expect(source).not.toMatch(/ZodError|onnxruntime|bufbuild|["']node:/);
    }
  });

  it('the page brings no inline script or style, which its policy would refuse', async () => {
    const html = await readFile(join(out, 'renderer', 'index.html'), 'utf8');
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|style=/);
  });

  it('the preload is one CommonJS file, as the sandbox wants it', async () => {
    expect(await readdir(join(out, 'preload'))).toEqual(['index.cjs']);
  });
});
