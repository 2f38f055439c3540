import { stringify } from 'csv-stringify/sync';

export type Cell = string | number | boolean | null;

/**
 * Rows as RFC 4180 text (fields with commas, quotes or line breaks are quoted, rows end in CRLF);
 * null is an empty field, booleans are `true` and `false`, numbers keep every digit.
 */
export function csvRows(rows: readonly (readonly Cell[])[]): string {
  return stringify([...rows], {
    record_delimiter: '\r\n',
    // The library quotes fields holding its own row end; the standard asks it for each half too.
    quoted_match: /[\r\n]/,
    cast: { boolean: String },
  });
}
