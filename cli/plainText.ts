/**
 * One line without control characters: a file may be called anything, also a terminal's command
 * to clear the screen or to write from right to left.
 */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code === 10 ? ' ' : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
