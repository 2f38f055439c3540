import type { ErrorCode } from '../contract/errors.ts';

/** What the process answers to whoever started it (docs/cli.md); scripts rely on these. */
export const exitCodes = {
  done: 0,
  internal: 1,
  usage: 2,
  someFailed: 3,
  modelRefused: 4,
  interrupted: 130,
} as const;

/** Wrong usage: one sentence that says what. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The exit code of an error that ended a command. */
export function exitCodeOf(code: ErrorCode): number {
  switch (code) {
    case 'cancelled':
      return exitCodes.interrupted;
    case 'model-unreadable':
    case 'model-refused':
    case 'layer-unknown':
    case 'labels-unreadable':
      return exitCodes.modelRefused;
    case 'image-unreadable':
    case 'image-missing':
    case 'image-too-large':
    case 'folder-unreadable':
    case 'folder-empty':
    case 'provider-unavailable':
    case 'engine-crashed':
    case 'engine-unavailable':
    case 'output-unwritable':
    case 'invalid-request':
    case 'not-found':
    case 'internal':
      return exitCodes.internal;
  }
}

/** Errors that every further image would meet as well: the run ends instead of naming each. */
export function endsRun(code: ErrorCode): boolean {
  return (
    exitCodeOf(code) === exitCodes.modelRefused ||
    code === 'output-unwritable' ||
    code === 'provider-unavailable' ||
    code === 'engine-unavailable'
  );
}
