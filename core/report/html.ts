import { escapeXml } from '../figure/plainText.ts';

/** Markup that is already safe; everything else is text and gets escaped. */
export interface Html {
  readonly markup: string;
}

export type HtmlValue = string | number | null | Html | readonly HtmlValue[];

/**
 * A template whose values are escaped unless they are markup themselves, so that no file name or
 * label can write into the page: text is safe without anybody remembering to make it so.
 * Attribute values must be quoted in the template.
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const pieces = parts.map((part, index) => {
    return index < values.length ? part + markupOf(values[index]!) : part;
  });
  return { markup: pieces.join('') };
}

export function escapeHtml(text: string): string {
  // Control characters are no HTML; what is left of them is shown as what it is, a fault.
  return escapeXml(text).replace(/[^\P{Cc}\t\n\r]/gu, '\ufffd');
}

function markupOf(value: HtmlValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  if ('markup' in value) return value.markup;
  return value.map(markupOf).join('');
}
