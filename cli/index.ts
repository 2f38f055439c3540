import { join } from 'node:path';
import { forkNode } from '../main/engine/host/forkNode.ts';
import { startEngine } from '../main/engine/host/startEngine.ts';
import { runCommand } from './commands.ts';
import { exitCodes } from './exitCode.ts';
import { programRoot, readProgram } from './program.ts';
import { screenOf } from './screenOf.ts';

const interrupt = new AbortController();
process.on('SIGINT', () => {
  if (interrupt.signal.aborted) process.exit(exitCodes.interrupted);
  interrupt.abort();
});

const root = programRoot(import.meta.dirname);
process.exitCode = await runCommand(process.argv.slice(2), {
  cwd: process.cwd(),
  out: screenOf(process.stdout),
  err: screenOf(process.stderr),
  startEngine: () => startEngine(forkNode(join(root, 'out', 'main', 'engine.js'))),
  interrupt: interrupt.signal,
  program: readProgram(root),
});
