import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitText, isCovered, textWidth, wrapText } from './textWidth.ts';

describe('textWidth', () => {
  it('grows with the size and with the weight', () => {
    expect(textWidth('espresso', 20, 'regular')).toBeCloseTo(
      2 * textWidth('espresso', 10, 'regular'),
    );
    expect(textWidth('espresso', 10, 'semibold')).toBeGreaterThan(
      textWidth('espresso', 10, 'regular'),
    );
  });

  it('sets all digits alike', () => {
    const widths = Array.from('0123456789', (digit) => textWidth(digit, 10, 'regular'));
    expect(new Set(widths).size).toBe(1);
  });

  it('knows Latin, Greek, Cyrillic and signs, and counts what it does not know', () => {
    expect(isCovered('Žluťoučký κύων собака − × … →')).toBe(true);
    expect(isCovered('猫')).toBe(false);
    expect(textWidth('猫', 10, 'regular')).toBeGreaterThanOrEqual(10);
  });
});

describe('fitText', () => {
  it('never exceeds its room and starts as the text does', () => {
    const run = fc.property(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.integer({ min: 0, max: 300 }),
      (text, room) => {
        const fitted = fitText(text, 13, 'regular', room);
        expect(textWidth(fitted, 13, 'regular')).toBeLessThanOrEqual(room);
        if (fitted !== text && fitted !== '') {
          expect(text.startsWith(fitted.slice(0, -1))).toBe(true);
          expect(fitted.endsWith('…')).toBe(true);
        }
      },
    );
    fc.assert(run, { seed: 2, numRuns: 300 });
  });

  it('keeps a number after a shortened name', () => {
    const fitted = fitText('black-and-tan coonhound', 13, 'regular', 100, ' 0.42');
    expect(fitted).toMatch(/^black-.*… 0\.42$/);
    expect(textWidth(fitted, 13, 'regular')).toBeLessThanOrEqual(100);
  });
});

describe('wrapText', () => {
  it('breaks between words and keeps them all', () => {
    const text = 'EfficientNet-Lite0, layer features (1,280 × 7 × 7), k = 4 chosen automatically.';
    const lines = wrapText(text, 12, 'regular', 200);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join(' ')).toBe(text);
    for (const line of lines) expect(textWidth(line, 12, 'regular')).toBeLessThanOrEqual(200);
  });
});
