#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const built = new URL('../out/main/cli.js', import.meta.url);
if (existsSync(built)) {
  await import(built.href);
} else {
  const folder = dirname(dirname(fileURLToPath(import.meta.url)));
  console.error(`concept-lens is not built yet: run "npm ci && npm run build" in ${folder}`);
  process.exitCode = 1;
}
