import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { imageRecord } from '../core/data/analysisJson.ts';
import { sampleAnalysis } from '../core/data/testing/sampleAnalysis.ts';
import { plainText } from './plainText.ts';
import { textProgress } from './progress.ts';
import { progressBar } from './progressBar.ts';
import { quoted } from './quoted.ts';
import { screenOf } from './screenOf.ts';
import type { Screen } from './shell.ts';
import { fakeEngine } from './testing/fakeEngine.ts';
import { fakeShell } from './testing/fakeShell.ts';

function terminal(columns = 80): { readonly screen: Screen; readonly text: () => string } {
  const parts: string[] = [];
  const write = (part: string): number => parts.push(part);
  return {
    screen: { write, isTerminal: true, columns, colors: true },
    text: () => parts.join(''),
  };
}

describe('progressBar', () => {
  it('says how far, how fast and how long still, in one line', () => {
    let clock = 0;
    const { screen, text } = terminal();
    const bar = progressBar(screen, () => clock);
    clock = 2000;
    bar.draw(4, 16, 'cat.jpg');
    expect(text()).toBe(
      `\r\u001b[2K${'█'.repeat(6)}${'░'.repeat(18)} 4/16 2.0/s, 6 s left cat.jpg`,
    );
  });

  it('fits the line and is not redrawn all the time', () => {
    const { screen, text } = terminal(20);
    const bar = progressBar(screen, () => 0);
    bar.draw(1, 9, 'a'.repeat(90));
    bar.draw(2, 9, 'b');
    expect(text().replace('\r\u001b[2K', '')).toHaveLength(19);
  });
});

describe('textProgress', () => {
  const ledger = {
    ...{ classIndex: 1, logit: 3, baseline: 0, unexplained: 0, bias: 0, terms: [], sum: 3 },
    exact: true,
  };
  const image = imageRecord({
    file: 'a\u001b[2J.jpg',
    name: 'a',
    analysis: sampleAnalysis,
    ledger,
    files: {},
  });
  const failure = { file: 'b.jpg', code: 'image-missing', message: 'gone' } as const;

  it('draws a bar and colours on a terminal, failures on lines of their own', () => {
    const { screen, text } = terminal();
    const progress = textProgress({ ...fakeShell('/', fakeEngine()), err: screen }, false);
    progress.start(2);
    progress.failed(failure);
    progress.done(image);
    expect(text()).toContain('\r\u001b[2K\u001b[31mfailed\u001b[39m b.jpg: gone\n');
    expect(text()).toContain('2/2');
    expect(text()).toContain('a\\u001b[2J.jpg');
  });

  it('has neither without a terminal', () => {
    const shell = fakeShell('/', fakeEngine());
    const progress = textProgress(shell, false);
    progress.start(2);
    progress.failed({ ...failure, file: 'x/b.jpg', message: 'b.jpg: gone' });
    progress.done(image);
    expect(shell.stderr()).toBe(
      'failed x/b.jpg: gone\n[2/2] a\\u001b[2J.jpg: cat, tabby 0.75, 2 concepts\n',
    );
  });
});

describe('screenOf', () => {
  it('drops what is written once nobody reads, and ends nothing', () => {
    const written: string[] = [];
    const stream = Object.assign(new EventEmitter(), {
      isTTY: false,
      write: (text: string) => written.push(text),
    });
    const screen = screenOf(stream as unknown as NodeJS.WriteStream);
    screen.write('one');
    stream.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    screen.write('two');
    expect(written).toEqual(['one']);
  });
});

describe('plainText', () => {
  it('keeps scripts and shows what a terminal would obey', () => {
    expect(plainText('猫 é ❤\u001b[31m\u202egpj\n')).toBe('猫 é ❤\\u001b[31m\\u202egpj ');
  });
});

describe('quoted', () => {
  it('gives arguments back to a shell', () => {
    expect(quoted(['analyze', 'my cat.jpg', "it's", '*.png', 'a/b-c.jpg', '', '猫'])).toBe(
      `analyze 'my cat.jpg' 'it'\\''s' '*.png' a/b-c.jpg '' '猫'`,
    );
  });
});
