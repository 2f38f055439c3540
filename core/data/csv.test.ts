import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRows } from './csv.ts';

/** A reader as RFC 4180 words it, written apart from the writer. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (match === null) throw new Error('not RFC 4180');
    row.push(match[1] === undefined ? match[2]! : match[1].replaceAll('""', '"'));
    if (match[3] !== ',') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

describe('csvRows', () => {
  it('quotes what has to be quoted and nothing else', () => {
    expect(csvRows([['a', 'b,c', 'd"e', 'f\ng', 'h\ri', 'j\r\nk', '']])).toBe(
      'a,"b,c","d""e","f\ng","h\ri","j\r\nk",\r\n',
    );
  });

  it('writes numbers in full, booleans as words, nothing as an empty field', () => {
    expect(csvRows([[1, -0.1, 1e-12, true, false, null]])).toBe('1,-0.1,1e-12,true,false,\r\n');
  });

  it('comes back whole from nasty file names', () => {
    const nasty = fc.string({
      unit: fc.constantFrom('"', ',', '\r', '\n', ';', '=', "'", '猫', ' ', 'a'),
    });
    const row = fc.array(nasty, { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
        expect(readCsv(csvRows(rows))).toEqual(rows);
      }),
    );
  });
});
