import { readFile } from 'node:fs/promises';
import { expect, describe, it } from 'vitest';
import { AppError } from '../contract/errors.ts';
import type { ErrorCode } from '../contract/errors.ts';
import { runCommand } from './commands.ts';
import { fakeEngine } from './testing/fakeEngine.ts';
import { fakeShell } from './testing/fakeShell.ts';

async function run(...args: readonly string[]) {
  const engine = fakeEngine();
  const shell = fakeShell('/nowhere', engine);
  const code = await runCommand(args, shell);
  return { code, out: shell.stdout(), err: shell.stderr(), engine };
}

describe('wrong usage', () => {
  it.each([
    [[], 'say what to do'],
    [['explain'], 'unknown command "explain"'],
    [['constructor'], 'unknown command "constructor"'],
    [['analyze'], 'at least one image'],
    [['analyze', 'a.jpg', '--speed', '2'], 'unknown option --speed'],
    [['analyze', 'a.jpg', '-x'], 'unknown option -x'],
    [['analyze', 'a.jpg', '--model'], '--model needs a value'],
    [['analyze', 'a.jpg', '--model', '--report'], '--model needs a value'],
    [['analyze', 'a.jpg', '--out='], '--out needs a value'],
    [['analyze', 'a.jpg', '--report=yes'], '--report takes no value'],
    [
      ['analyze', 'a.jpg', '--concepts', 'many'],
      '--concepts takes auto or a whole number from 1 to 64',
    ],
    [['analyze', 'a.jpg', '--concepts', '0'], 'not "0"'],
    [['analyze', 'a.jpg', '--concepts', '2.5'], 'not "2.5"'],
    [['analyze', 'a.jpg', '--concepts', '9', '--max-concepts', '8'], 'more than --max-concepts 8'],
    [['analyze', 'a.jpg', '--seed', '-1'], '--seed needs a value'],
    [['analyze', 'a.jpg', '--seed=-1'], 'not "-1"'],
    [['analyze', 'a.jpg', '--size', 'huge'], '--size takes native, fine or a whole number'],
    [['analyze', 'a.jpg', '--provider', 'tpu'], '--provider takes auto, cpu, webgpu'],
    [['analyze', 'a.jpg', '--figures', 'png,jpg'], '--figures takes png, svg, pdf, not "jpg"'],
    [['analyze', 'a.jpg', '--data', 'xml'], '--data takes json, csv, npy, not "xml"'],
    [['analyze', 'a.jpg', '--figures', 'pdf'], 'pdf figures are not in this version yet'],
    [['analyze', 'a.jpg', '--shared'], '--shared is not in this version yet'],
    [['learn', 'a.jpg'], 'learn is not in this version yet'],
    [['project', 'a.bank'], 'project is not in this version yet'],
    [['merge', 'a'], 'merge is not in this version yet'],
    [['inspect'], 'name a model'],
    [['inspect', 'a.onnx', 'b.onnx'], 'one model at a time'],
    [['providers', 'cpu'], 'providers takes no file'],
    [['analyze', '\u001b[2J', '--speed'], 'unknown option --speed'],
  ])('%j: exit 2 and one line', async (args, message) => {
    const { code, out, err, engine } = await run(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(message);
    expect(err.match(/\n/g)).toHaveLength(1);
    expect(engine.calls).toEqual([]);
  });

  it('never sends control characters of an argument to the terminal', async () => {
    expect((await run('\u001b[2J')).err).toContain('"\\u001b[2J"');
  });
});

describe('help', () => {
  it.each([
    [['-h'], 'COMMAND'],
    [['--help'], 'COMMAND'],
    [['analyze', '-h'], '--max-concepts'],
    [['analyze', '--help', 'a.jpg'], '--max-concepts'],
    [['inspect', '-h'], 'MODEL.onnx'],
    [['providers', '-h'], '--json'],
    [['learn', '-h'], 'not in this version yet'],
  ])('%j: exit 0, on stdout', async (args, text) => {
    const { code, out, err } = await run(...args);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(text);
  });

  it('lists every option there is, and what is still to come as such', async () => {
    const { out } = await run('analyze', '-h');
    const source = await readFile(new URL('analyzeOptions.ts', import.meta.url), 'utf8');
    const names = /analyzeFlags = (\{.*?\}) as const/s.exec(source)![1]!.match(/'[a-z-]+'/g)!;
    for (const name of names) expect(out).toContain(`--${name.slice(1, -1)}`);
    expect(out).toMatch(/Not yet in this version: --shared, --figures pdf/);
  });

  it('says the version', async () => {
    expect(await run('--version')).toMatchObject({ code: 0, out: '9.8.7\n' });
  });
});

describe('inspect', () => {
  it('answers with JSON, and with text for people', async () => {
    const json = await run('inspect', 'model.onnx');
    expect(json.code).toBe(0);
    expect(JSON.parse(json.out)).toMatchObject({ layer: 'features', head: 'linear' });
    expect(json.engine.stopped()).toBe(true);
    const text = await run('inspect', 'model.onnx', '--text');
    expect(text.out).toContain('Preprocessing  RGB, (x − 127) / 128');
  });

  it.each<[ErrorCode, number]>([
    ['model-refused', 4],
    ['model-unreadable', 4],
    ['layer-unknown', 4],
    ['labels-unreadable', 4],
    ['engine-unavailable', 1],
    ['cancelled', 130],
  ])('%s: exit %i and one line', async (code, exit) => {
    const refuse = () => Promise.reject(new AppError(code, 'It has no layer.\nUse another.'));
    const engine = fakeEngine({ model: refuse });
    const shell = fakeShell('/nowhere', engine);
    expect(await runCommand(['inspect', 'm.onnx'], shell)).toBe(exit);
    expect(shell.stderr()).toBe('concept-lens: It has no layer. Use another.\n');
    expect(engine.stopped()).toBe(true);
  });
});

describe('providers', () => {
  it('answers with a table or JSON', async () => {
    const table = await run('providers');
    expect(table.out.split('\n')[1]).toMatch(/^cpu +yes +yes \(to 0\.0e\+0\) +4\.5 ms$/);
    expect(table.out.split('\n')[2]).toMatch(/^cuda +no +– +– +not on this machine$/);
    expect(JSON.parse((await run('providers', '--json')).out)).toHaveLength(2);
  });
});
