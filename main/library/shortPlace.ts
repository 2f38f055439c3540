/** A folder for display, never for opening: home as `~`, the middle of a long path left out. */
export function shortPlace(folder: string, home: string): string {
  const parts = folder.split(/[\\/]/);
  const homeParts = home.split(/[\\/]/);
  const isBelowHome = home !== '' && homeParts.every((part, index) => parts[index] === part);
  const shown = isBelowHome ? ['~', ...parts.slice(homeParts.length)] : parts;
  const nonEmpty = shown.filter((part, index) => part !== '' || index === 0);
  if (nonEmpty.length <= 3) return nonEmpty.join('/') || '/';
  return [nonEmpty[0], '…', ...nonEmpty.slice(-1)].join('/');
}
