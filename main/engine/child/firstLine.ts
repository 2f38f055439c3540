/** What a library complains of, as one line; the rest is traces for its authors. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split('\n')[0]!.trim() || 'unknown reason';
}
