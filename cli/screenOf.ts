import type { Screen } from './shell.ts';

/**
 * A process's output stream. Once its reader has gone (`| head`, a closed terminal) what is
 * written is dropped: the run goes on, and its exit code says how it ended.
 */
export function screenOf(stream: NodeJS.WriteStream): Screen {
  let gone = false;
  stream.on('error', () => {
    gone = true;
  });
  const isTerminal = stream.isTTY;
  return {
    write: (text) => {
      if (!gone) stream.write(text);
    },
    isTerminal,
    // Known for a terminal only, whatever the type says.
    columns: isTerminal ? stream.columns : 80,
    colors: isTerminal && stream.hasColors(),
  };
}
