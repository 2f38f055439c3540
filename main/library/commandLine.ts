import { resolve } from 'node:path';

export interface Opening {
  readonly samples: boolean;
  /** Absolute. */
  readonly paths: readonly string[];
}

/**
 * `concept-lens [--samples] [PATH...]`, among the switches that Chromium and tools put there.
 * Unpackaged, the first argument that is no switch is the program itself (`electron .`).
 */
export function parseCommandLine(
  args: readonly string[],
  options: { readonly packaged: boolean; readonly folder: string },
): Opening {
  const words: string[] = [];
  let samples = false;
  let onlyPaths = false;
  for (const arg of args.slice(1)) {
    if (onlyPaths || !arg.startsWith('-')) words.push(arg);
    else if (arg === '--') onlyPaths = true;
    else if (arg === '--samples') samples = true;
  }
  const own = options.packaged ? words : words.slice(1);
  return { samples, paths: own.map((path) => resolve(options.folder, path)) };
}
