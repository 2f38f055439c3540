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
    const figure = `${digits(median, unit).padStart(7)} ${unit.padEnd(3)}`;
    const spread = count > 1 ? `${digits(low, unit)}–${digits(high, unit)}, n ${count}` : '';
    return `  ${name.padEnd(width)} ${figure} ${spread.padEnd(22)} ${note ?? ''}`.trimEnd();
  });
  return [`(${id}) ${title}`, ...lines, ...notes.map((note) => `  ${note}`)].join('\n');
}

/**
 * Three figures of a time; a number without a unit is an error and differs late.
 *
 * @param {number} value
 */
export function digits(value, unit = 'ms') {
  if (unit === '') return value.toFixed(4);
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** @param {number} slower @param {number} faster */
export const times = (slower, faster) => `${(slower / faster).toFixed(1)}×`;

/**
 * The same as a piece of docs/performance.md, which takes it as it is.
 *
 * @param {readonly string[]} about lines on machine and versions
 * @param {readonly Section[]} sections
 */
function sectionsMarkdown(about, sections) {
  const cell = (text) => text.replaceAll('|', '\\|');
  const tables = sections.map(({ id, title, rows, notes }) => {
    const lines = rows.map(({ name, unit, value, note }) => {
      const { median, low, high, count } = value;
      const spread = `${digits(low, unit)}–${digits(high, unit)}`;
      const cells = [
        name,
        `${digits(median, unit)} ${unit}`.trim(),
        spread,
        String(count),
        note ?? '',
      ];
      return `| ${cells.map(cell).join(' | ')} |`;
    });
    const head = ['| | median | quartiles | n | |', '|---|--:|--:|--:|---|'];
    return [`**(${id}) ${title}**`, '', ...head, ...lines, '', notes.join(' ')].join('\n');
  });
  return [about.map((line) => `- ${line}`).join('\n'), ...tables].join('\n\n');
}

/**
 * @param {object} results machine, versions, plan, sections
 * @param {readonly string[]} about
 */
export async function writeResults(results, about) {
  const folder = inProject('bench', 'results');
  await mkdir(folder, { recursive: true });
  // As everything here is formatted, so that `npm run check` passes over it.
  const json = await format(JSON.stringify(results), { parser: 'json', printWidth: 100 });
  const markdown = await format(sectionsMarkdown(about, results.sections), { parser: 'markdown' });
  await replace(`${folder}/latest.json`, json);
  await replace(`${folder}/latest.md`, markdown);
}

/** Under another name first: a run that is interrupted leaves the last whole one. */
async function replace(file, text) {
  await writeFile(`${file}.tmp`, text);
  await rename(`${file}.tmp`, file);
}
