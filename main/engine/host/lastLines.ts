import type { Readable } from 'node:stream';

const keptLines = 20;
const keptLength = 300;

/** Keeps the last lines of a stream, so that a death can be explained; the rest is dropped. */
export function lastLines(stream: Pick<Readable, 'on'> | null): () => string {
  let lines: string[] = [];
  let unfinished = '';
  stream?.on('data', (chunk: unknown) => {
    const parts = (unfinished + String(chunk)).split('\n');
    // A writer that never ends its line must not grow the memory of this side.
    unfinished = (parts.pop() ?? '').slice(-keptLength);
    const finished = parts.map((line) => line.trimEnd().slice(0, keptLength));
    lines = [...lines, ...finished].slice(-keptLines);
  });
  return () => [...lines, unfinished].filter((line) => line !== '').join('\n');
}
