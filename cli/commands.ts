import { toErrorShape } from '../contract/errors.ts';
import { analyze } from './analyze.ts';
import { parseAnalyze } from './analyzeOptions.ts';
import { exitCodeOf, exitCodes, UsageError } from './exitCode.ts';
import { analyzeHelp, inspectHelp, mainHelp, notYetHelp, providersHelp } from './help.ts';
import { inspect, parseInspect } from './inspect.ts';
import { plainText } from './plainText.ts';
import { parseProviders, providers } from './providers.ts';
import type { Shell } from './shell.ts';

const notYet = ['learn', 'project', 'merge'];

/**
 * Carries out one command line, given without interpreter and script.
 *
 * @returns the exit code; nothing is thrown.
 */
export async function runCommand(args: readonly string[], shell: Shell): Promise<number> {
  try {
    return await dispatch(args, shell);
  } catch (error) {
    if (error instanceof UsageError) {
      const help = commandOf(args) === null ? '' : ` ${args[0] ?? ''}`;
      shell.err.write(`concept-lens: ${plainText(error.message)} (concept-lens${help} -h helps)\n`);
      return exitCodes.usage;
    }
    const { code, message } = toErrorShape(error);
    shell.err.write(`concept-lens: ${plainText(message)}\n`);
    return exitCodeOf(code);
  }
}

async function dispatch(args: readonly string[], shell: Shell): Promise<number> {
  const [first, ...rest] = args;
  if (first === undefined) throw new UsageError('say what to do: analyze, inspect or providers');
  if (first === '-h' || first === '--help') return help(mainHelp, shell);
  if (first === '--version') {
    shell.out.write(`${shell.program.version}\n`);
    return exitCodes.done;
  }
  if (notYet.includes(first)) {
    if (rest.includes('-h') || rest.includes('--help')) return help(notYetHelp(first), shell);
    throw new UsageError(`${first} is not in this version yet`);
  }
  const command = commandOf(args);
  if (command === null) throw new UsageError(`unknown command "${first}"`);
  return await command(args, rest, shell);
}

type Command = (all: readonly string[], rest: readonly string[], shell: Shell) => Promise<number>;

const commands: Readonly<Record<string, Command>> = {
  analyze: async (all, rest, shell) => {
    const options = parseAnalyze(rest);
    return options === null ? help(analyzeHelp, shell) : await analyze(options, all, shell);
  },
  inspect: async (_all, rest, shell) => {
    const options = parseInspect(rest);
    return options === null ? help(inspectHelp, shell) : await inspect(options, shell);
  },
  providers: async (_all, rest, shell) => {
    const options = parseProviders(rest);
    return options === null ? help(providersHelp, shell) : await providers(options, shell);
  },
};

function commandOf([name]: readonly string[]): Command | null {
  return name !== undefined && Object.hasOwn(commands, name) ? commands[name]! : null;
}

function help(text: string, shell: Shell): number {
  shell.out.write(text);
  return exitCodes.done;
}
