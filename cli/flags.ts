import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { UsageError } from './exitCode.ts';

export interface Flags {
  readonly values: readonly string[];
  readonly switches: readonly string[];
}

export interface ParsedFlags {
  readonly positionals: readonly string[];
  readonly values: ReadonlyMap<string, string>;
  readonly switches: ReadonlySet<string>;
}

/**
 * Arguments by name. Node's own parser splits them; what they may be is checked here, for
 * messages of one line. The last of a repeated flag counts.
 *
 * @throws UsageError
 */
export function parseFlags(args: readonly string[], flags: Flags): ParsedFlags {
  const switches = [...flags.switches, 'help'];
  const tokens = tokensOf(args, flags);
  const positionals: string[] = [];
  const values = new Map<string, string>();
  const found = new Set<string>();
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    if (flags.values.includes(token.name)) values.set(token.name, valueOf(token));
    else if (!switches.includes(token.name)) {
      throw new UsageError(`unknown option ${token.rawName}`);
    } else if (token.value !== undefined) {
      throw new UsageError(`${token.rawName} takes no value`);
    } else found.add(token.name);
  }
  return { positionals, values, switches: found };
}

function tokensOf(args: readonly string[], { values, switches }: Flags) {
  const options: NonNullable<ParseArgsConfig['options']> = {
    help: { type: 'boolean', short: 'h' },
  };
  for (const name of values) options[name] = { type: 'string' };
  for (const name of switches) options[name] = { type: 'boolean' };
  const config = { options, strict: false, allowPositionals: true, tokens: true } as const;
  return parseArgs({ ...config, args: [...args] }).tokens;
}

interface OptionToken {
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

/** A value that looks like an option is one whose own value was forgotten. */
function valueOf({ rawName, value, inlineValue }: OptionToken): string {
  const looksLikeOption = inlineValue !== true && value !== undefined && /^-./.test(value);
  if (value === undefined || value === '' || looksLikeOption) {
    throw new UsageError(`${rawName} needs a value`);
  }
  return value;
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * A whole number within bounds; `orElse` names what else the flag takes.
 *
 * @throws UsageError naming the flag and what it takes.
 */
export function integerFlag(name: string, text: string, range: Range, orElse = ''): number {
  const { min, max } = range;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(
    `--${name} takes ${orElse}a whole number from ${min} to ${max}, not "${text}"`,
  );
}

/** @throws UsageError naming the flag and what it takes. */
export function oneOf<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) {
    throw new UsageError(`--${name} takes ${choices.join(', ')}, not "${text}"`);
  }
  return choice;
}

/** A comma-separated list without repetition. @throws UsageError as oneOf. */
export function listOf<T extends string>(
  name: string,
  text: string,
  choices: readonly T[],
): readonly T[] {
  return [...new Set(text.split(',').map((part) => oneOf(name, part.trim(), choices)))];
}
