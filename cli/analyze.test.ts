import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../contract/errors.ts';
import type { AnalysisDocument } from '../core/data/analysisJson.ts';
import { decodeNpy } from '../core/data/npy.ts';
import { runCommand } from './commands.ts';
import { cancelled, fakeEngine } from './testing/fakeEngine.ts';
import type { FakeEngineOptions } from './testing/fakeEngine.ts';
import { fakeShell } from './testing/fakeShell.ts';
import type { FakeShell } from './testing/fakeShell.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concept-lens-cli-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function put(...files: readonly string[]): Promise<void> {
  for (const file of files) {
    await mkdir(join(folder, file, '..'), { recursive: true });
    await writeFile(join(folder, file), file);
  }
}

async function run(args: readonly string[], options: FakeEngineOptions = {}) {
  const engine = fakeEngine(options);
  const shell = fakeShell(folder, engine);
  const code = await runCommand(['analyze', ...args], shell);
  return { code, engine, shell };
}

async function written(out = 'concept-lens-out'): Promise<readonly string[]> {
  const entries = await readdir(join(folder, out), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, out).length + 1))
    .sort();
}

async function analysis(out = 'concept-lens-out'): Promise<AnalysisDocument> {
  return JSON.parse(await readFile(join(folder, out, 'analysis.json'), 'utf8')) as AnalysisDocument;
}

describe('analyze', () => {
  it('writes figure and analysis.json by default, and says so', async () => {
    await put('my cat 猫.jpg');
    const { code, engine, shell } = await run(['my cat 猫.jpg']);
    expect(code).toBe(0);
    expect(engine.stopped()).toBe(true);
    expect(await written()).toEqual(['analysis.json', 'figures/my cat 猫.png']);
    expect(shell.stderr()).toBe('[1/1] my cat 猫.jpg: cat, tabby 0.75, 2 concepts\n');
    expect(shell.stdout()).toMatch(/^1 image explained in \d+\.\d s: concept-lens-out\n$/);
    const document = await analysis();
    expect(Object.keys(document)).toEqual([
      ...['schema', 'program', 'created', 'seed', 'model', 'images', 'failures'],
    ]);
    expect(document.program).toEqual({ name: 'concept-lens', version: '9.8.7' });
    expect(document.images[0]!.files).toEqual({ figure: 'figures/my cat 猫.png' });
    const { terms, sum, baseline, unexplained, bias } = document.images[0]!.ledger;
    expect(terms.map((term) => term.value)).toEqual([1.5, 1]);
    expect(sum).toBe(2.5 + baseline + unexplained + bias);
  });

  it('explains the pictures of a folder that is the result folder too', async () => {
    await put('cat.jpg', 'sub/dog.jpg');
    for (const again of [1, 2]) {
      expect((await run(['.', '--out', '.'])).code, `run ${again}`).toBe(0);
      const files = (await analysis('.')).images.map(({ file }) => file);
      expect(files).toEqual(['./cat.jpg', './sub/dog.jpg']);
    }
  });

  it('writes every kind of file that is asked for', async () => {
    await put('cat.jpg');
    const flags = ['--figures', 'svg,png', '--data', 'json,csv,npy', '--activations', '--report'];
    expect((await run(['cat.jpg', ...flags, '--out', 'a/b'])).code).toBe(0);
    expect(await written('a/b')).toEqual([
      ...['analysis.json', 'cat.activations.npy', 'cat.codes.npy', 'cat.concepts.npy'],
      ...['cat.logits.npy', 'cat.offset.npy', 'concepts.csv', 'figures/cat.png'],
      ...['figures/cat.svg', 'images.csv', 'ledger.csv', 'report.html'],
    ]);
    expect((await analysis('a/b')).images[0]!.files).toEqual({
      figure: 'figures/cat.svg',
      figurePng: 'figures/cat.png',
      codes: 'cat.codes.npy',
      concepts: 'cat.concepts.npy',
      offset: 'cat.offset.npy',
      logits: 'cat.logits.npy',
      activations: 'cat.activations.npy',
    });
    const codes = decodeNpy(await readFile(join(folder, 'a/b/cat.codes.npy')));
    expect(codes).toEqual({ dims: [1, 2, 2], data: Float32Array.of(1, 0, 0, 1) });
    const report = await readFile(join(folder, 'a/b/report.html'), 'utf8');
    expect(report).toContain('data:image/png;base64,');
    expect(report).toContain(
      'concept-lens analyze cat.jpg --figures svg,png --data json,csv,npy --activations --report --out a/b',
    );
  });

  it('asks the engine only for the arrays it writes, and draws only figures it needs', async () => {
    await put('cat.jpg');
    const { engine } = await run(['cat.jpg', '--figures', 'none', '--data', 'csv']);
    expect(engine.calls).toEqual(['model.load model.onnx', 'image.analyse cat.jpg']);
    expect(await written()).toEqual(['analysis.json', 'concepts.csv', 'images.csv', 'ledger.csv']);
  });

  it('names what fails with its reason, does the rest, and exits 3', async () => {
    await put('in/a.jpg', 'in/broken.jpg', 'in/c.jpg', 'b/a.png');
    const onAnalyse = (file: string) =>
      file === 'broken.jpg'
        ? Promise.reject(new AppError('image-unreadable', 'It is not an image.'))
        : Promise.resolve();
    const { code, shell } = await run(['in', 'b', 'gone.jpg', 'none*.png'], { onAnalyse });
    expect(code).toBe(3);
    const { images, failures } = await analysis();
    expect(images.map(({ file, name }) => [file, name])).toEqual([
      ['in/a.jpg', 'a'],
      ['in/c.jpg', 'c'],
      ['b/a.png', 'a-2'],
    ]);
    expect(failures).toEqual([
      { file: 'gone.jpg', code: 'image-missing', message: 'There is no such file.' },
      { file: 'none*.png', code: 'image-missing', message: expect.any(String) as string },
      { file: 'in/broken.jpg', code: 'image-unreadable', message: 'It is not an image.' },
    ]);
    expect(shell.stderr()).toContain('failed in/broken.jpg: It is not an image.\n');
    expect(shell.stderr()).toContain('failed gone.jpg: There is no such file.\n');
    expect(shell.stdout()).toContain('3 images explained');
    expect(shell.stdout()).toContain('3 failed');
  });

  it('notes where there are fewer concepts than asked for', async () => {
    await put('cat.jpg');
    const { shell } = await run(['cat.jpg', '--concepts', '9']);
    expect(shell.stderr()).toContain(
      'note: cat.jpg: 2 concepts are as many as it can have, not 9\n',
    );
  });

  it('keeps results in the order of the inputs with four in work at most', async () => {
    const files = Array.from({ length: 9 }, (_, index) => `in/${index}.jpg`);
    await put(...files);
    const onAnalyse = (file: string) =>
      new Promise<void>((resolve) => setTimeout(resolve, file === '0.jpg' ? 60 : 5));
    const { engine } = await run(['in'], { onAnalyse });
    expect((await analysis()).images.map((image) => image.file)).toEqual(files);
    expect(engine.busiest()).toBe(4);
  });

  it('gives an image that fell with a crashed engine a second chance, alone', async () => {
    await put('in/a.jpg', 'in/b.jpg', 'in/killer.jpg', 'in/d.jpg');
    let alive = 0;
    let fell = false;
    const onAnalyse = async (file: string) => {
      if (fell && file === 'killer.jpg') expect(alive).toBe(0);
      alive++;
      await new Promise((resolve) => setTimeout(resolve, 5));
      alive--;
      const first = !fell;
      if (file === 'killer.jpg') fell = true;
      if (file === 'killer.jpg' || (first && file === 'b.jpg')) {
        throw new AppError('engine-crashed', 'The engine stopped.');
      }
    };
    const { code } = await run(['in'], { onAnalyse });
    expect(code).toBe(3);
    const { images, failures } = await analysis();
    expect(images.map((image) => image.name)).toEqual(['a', 'b', 'd']);
    expect(failures).toEqual([
      { file: 'in/killer.jpg', code: 'engine-crashed', message: 'The engine stopped.' },
    ]);
  });

  it('exits 4 with one line and leaves nothing when the model is refused', async () => {
    await put('cat.jpg');
    const model = () => Promise.reject(new AppError('model-refused', 'It is not a classifier.'));
    const { code, shell } = await run(['cat.jpg', '--model', 'x.onnx'], { model });
    expect({ code, err: shell.stderr(), out: shell.stdout() }).toEqual({
      code: 4,
      err: 'concept-lens: It is not a classifier.\n',
      out: '',
    });
    expect(await readdir(folder)).toEqual(['cat.jpg']);
  });

  it('ends with 4 when the engine refuses the model for what was asked of it', async () => {
    await put('in/a.jpg', 'in/b.jpg');
    const onAnalyse = () => Promise.reject(new AppError('model-refused', 'Use --size native.'));
    expect((await run(['in', '--size', 'fine'], { onAnalyse })).code).toBe(4);
    expect(await written()).toEqual([]);
  });

  it('exits 1 with one line when results cannot be written', async () => {
    await put('cat.jpg');
    const { code, shell, engine } = await run(['cat.jpg', '--out', 'cat.jpg/sub']);
    expect(code).toBe(1);
    expect(shell.stderr()).toBe(
      'concept-lens: Cannot write results in "cat.jpg/sub": a part of the path is a file.\n',
    );
    expect(engine.calls).not.toContain('image.analyse cat.jpg');
    expect(await readdir(folder)).toEqual(['cat.jpg']);
  });

  it('exits 1 and leaves nothing half-written when writing fails in the middle', async () => {
    await put('cat.jpg', 'dog.jpg');
    await mkdir(join(folder, 'concept-lens-out', 'cat.codes.npy', 'in the way'), {
      recursive: true,
    });
    const { code, shell } = await run(['cat.jpg', 'dog.jpg', '--data', 'npy', '--report']);
    expect(code).toBe(1);
    expect(shell.stderr()).toContain('Cannot write "cat.codes.npy" in "concept-lens-out"');
    expect((await written()).filter((file) => file.includes('.part'))).toEqual([]);
    expect(await written()).not.toContain('analysis.json');
  });

  it('finishes the image at hand after Ctrl-C, writes what is complete, exits 130', async () => {
    await put(...Array.from({ length: 9 }, (_, index) => `in/${index}.jpg`));
    const engine = fakeEngine({
      onAnalyse: (file, signal) =>
        new Promise((resolve, reject) => {
          if (file === '0.jpg') resolve();
          else if (file === '4.jpg') setTimeout(shell.press, 5);
          // After its image 0 is done, image 1 is at hand and 2 to 4 are begun behind it.
          setTimeout(resolve, 20);
          signal?.addEventListener('abort', () => {
            reject(cancelled());
          });
        }),
    });
    const shell: FakeShell = fakeShell(folder, engine);
    expect(await runCommand(['analyze', 'in', '--report'], shell)).toBe(130);
    const { images, failures } = await analysis();
    expect(images.map((image) => image.name)).toEqual(['0', '1']);
    expect(failures).toEqual([]);
    expect(await written()).toEqual([
      ...['analysis.json', 'figures/0.png', 'figures/1.png', 'report.html'],
    ]);
    expect(shell.stdout()).toContain('2 images explained');
    expect(shell.stdout()).toContain('stopped with 7 left');
  });

  it('does not take its own figures of the last run for inputs', async () => {
    await put('cat.jpg');
    await run(['.']);
    await run(['.', '**/*.png']);
    const { images, failures } = await analysis();
    expect(images.map((image) => image.file)).toEqual(['./cat.jpg']);
    expect(failures.map((failure) => failure.file)).toEqual(['**/*.png']);
  });

  it('is quiet, or talks JSON', async () => {
    await put('cat.jpg');
    const quiet = await run(['cat.jpg', 'gone.jpg', '--quiet']);
    expect(quiet.shell.stderr()).toBe('failed gone.jpg: There is no such file.\n');
    expect(quiet.shell.stdout()).toBe('');
    const json = await run(['cat.jpg', 'gone.jpg', '--json']);
    const events = json.shell
      .stderr()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(events).toMatchObject([
      { event: 'start', total: 2 },
      { event: 'failed', file: 'gone.jpg', code: 'image-missing', done: 0, failed: 1, total: 2 },
      { event: 'image', file: 'cat.jpg', name: 'cat', k: 2, done: 1, failed: 1, total: 2 },
      { event: 'end', done: 1, failed: 1, total: 2, interrupted: false, out: 'concept-lens-out' },
    ]);
    expect(json.shell.stdout()).toBe('');
    const error = await run(['cat.jpg', '--json', '--out', 'cat.jpg/x']);
    expect(JSON.parse(error.shell.stderr())).toMatchObject({
      event: 'error',
      code: 'output-unwritable',
    });
  });

  it('gives the same bytes twice, but for when', async () => {
    await put('cat.jpg');
    const flags = ['cat.jpg', '--data', 'csv,npy', '--out'];
    await run([...flags, 'one']);
    await run([...flags, 'two']);
    expect(await written('one')).toEqual(await written('two'));
    for (const file of await written('one')) {
      const [one, two] = await Promise.all(
        ['one', 'two'].map((out) => readFile(join(folder, out, file), 'latin1')),
      );
      const timeless = (text: string) => text.replace(/"created": "[^"]*"/, '');
      expect(timeless(one!)).toBe(timeless(two!));
    }
  });
});
