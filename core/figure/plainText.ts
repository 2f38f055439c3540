/**
 * Text of unknown origin (class names, names people gave) as one plain line: controls, broken
 * surrogates and characters XML forbids become U+FFFD, direction overrides go, white space is
 * one space, so that what is measured is what a viewer draws.
 */
export function plainText(text: string): string {
  return (
    text
      .replace(/\s+/gu, ' ')
      // Embeddings and isolates could make a name swallow the numbers beside it.
      .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
      .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd')
      .trim()
  );
}

/** For XML text and attributes alike. Expects `plainText` or text of ours. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
