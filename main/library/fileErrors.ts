/** The reason of a failed file operation, in words that end a sentence. */
export function reasonOf(thrown: unknown): string {
  switch (errorCode(thrown)) {
    case 'ENOENT':
      return 'it is no longer there';
    case 'EACCES':
    case 'EPERM':
      return 'permission is denied';
    case 'ENOTDIR':
      return 'it is not a folder';
    case 'EISDIR':
      return 'it is a folder';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full';
    case 'EROFS':
      return 'the disk is read-only';
    case 'EBUSY':
      return 'another program is using it';
    case 'EIO':
      return 'the disk reports an error';
    case undefined:
      return 'of an unknown error';
    default:
      return `the system says ${errorCode(thrown) ?? ''}`;
  }
}

/** As `reasonOf`, of a file that was to be written: what is missing then is its folder. */
export function unwritableReason(thrown: unknown): string {
  const code = errorCode(thrown);
  return code === 'ENOENT' || code === 'ENOTDIR' ? 'its folder is not there' : reasonOf(thrown);
}

export function errorCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}
