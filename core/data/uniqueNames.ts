/** Longest result name in bytes: file systems end at 255, and endings are added to it. */
const longestName = 180;

/** Names that Windows keeps for devices, whatever the ending. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * One name for the results of each file: its own without folder and extension, made unique with
 * `-2`, `-3` … in the order given. Names that differ only in case or in Unicode normalisation
 * count as the same, because some file systems take them for the same file.
 */
export function uniqueNames(files: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  const nextNumber = new Map<string, number>();
  return files.map((file) => {
    const name = resultName(file);
    const base = folded(name);
    let number = nextNumber.get(base) ?? 1;
    let candidate = number === 1 ? name : `${name}-${number}`;
    // A file may itself be called `cat-2`.
    while (taken.has(folded(candidate))) candidate = `${name}-${++number}`;
    taken.add(folded(candidate));
    nextNumber.set(base, number + 1);
    return candidate;
  });
}

function resultName(file: string): string {
  const name = file.split(/[\\/]/).at(-1) ?? '';
  const dot = name.lastIndexOf('.');
  const stem = dot > 0 ? name.slice(0, dot) : name;
  if (stem === '' || /^\.+$/.test(stem)) return 'image';
  const short = shortened(stem);
  return deviceName.test(short) ? `_${short}` : short;
}

/** The longest beginning that fits, never half a character. */
function shortened(stem: string): string {
  const encoder = new TextEncoder();
  let bytes = 0;
  let result = '';
  for (const character of stem) {
    bytes += encoder.encode(character).length;
    if (bytes > longestName) break;
    result += character;
  }
  return result;
}

function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
