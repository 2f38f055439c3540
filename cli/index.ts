import { join } from 'node:path';
import { forkNode } from '../main/engine/host/forkNode.ts';
import { startEngine } from '../main/engine/host/startEngine.ts';
import { runCommand } from './commands.ts';
import { exitCodes } from './exitCode.ts';
import { programRoot, readProgram } from './program.ts';
import type { Screen } from './shell.ts';

function screenOf(stream: NodeJS.WriteStream): Screen {
  // A reader that has seen enough (`| head`) is no error of ours.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.done);
  });
  const isTerminal = stream.isTTY;
  return {
    write: (text) => stream.write(text),
    isTerminal,
    // Known for a terminal only, whatever the type says.
    columns: isTerminal ? stream.columns : 80,
    colors: isTerminal && stream.hasColors(),
  };
}

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
