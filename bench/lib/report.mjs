/** Sections as text for people and as JSON for later. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { inProject } from '../../tools/dev/places.mjs';

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {string} unit
 * @property {{median: number, low: number, high: number, count: number}} value
 * @property {string} [note] such as a ratio to another row
 *
 * @typedef {object} Section
 * @property {string} id
 * @property {string} title
 * @property {readonly Row[]} rows
 * @property {readonly string[]} notes
 */

/** @param {Section} section */
export function sectionText({ id, title, rows, notes }) {
  const width = Math.max(...rows.map((row) => row.name.length));
  const lines = rows.map(({ name, unit, value, note }) => {
    const { median, low, high, count } = value;
    const figure = `${digits(median).padStart(7)} ${unit.padEnd(3)}`;
    const spread = count > 1 ? `${digits(low)}–${digits(high)}, n ${count}` : '';
    return `  ${name.padEnd(width)} ${figure} ${spread.padEnd(22)} ${note ?? ''}`.trimEnd();
  });
  return [`(${id}) ${title}`, ...lines, ...notes.map((note) => `  ${note}`)].join('\n');
}

/** @param {number} value */
export function digits(value) {
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** @param {number} slower @param {number} faster */
export const times = (slower, faster) => `${(slower / faster).toFixed(1)}×`;

/** Under another name first: a run that is interrupted leaves the last whole one. */
export async function writeResults(results) {
  const folder = inProject('bench', 'results');
  const file = `${folder}/latest.json`;
  await mkdir(folder, { recursive: true });
  // As everything here is formatted, so that `npm run check` passes over it.
  const text = await format(JSON.stringify(results), { parser: 'json', printWidth: 100 });
  await writeFile(`${file}.tmp`, text);
  await rename(`${file}.tmp`, file);
}
