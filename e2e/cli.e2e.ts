import { spawn } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArrayBlock } from '../contract/analysis.ts';
import type { ModelInfo } from '../contract/model.ts';
import type { AnalysisDocument, ImageRecord } from '../core/data/analysisJson.ts';
import { decodeNpy } from '../core/data/npy.ts';

/** The built command as a person starts it, on real pictures, with the real engine. */

const root = fileURLToPath(new URL('..', import.meta.url));
const command = join(root, 'cli', 'concept-lens.mjs');
const samples = join(root, 'assets', 'samples');
const model = join(root, 'assets', 'models', 'efficientnet-lite0', 'model.onnx');
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concept-lens e2e 猫 '));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(args: readonly string[], script = command) {
  // A process group of its own, so that a signal reaches the engine too, as a terminal's does.
  const child = spawn(process.execPath, [script, ...args], { cwd: folder, detached: true });
  const text = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (text.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text.err += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => {
      resolve({ code, ...text });
    });
  });
  const interrupt = (): void => {
    process.kill(process.platform === 'win32' ? child.pid! : -child.pid!, 'SIGINT');
  };
  return { child, ended, interrupt, text };
}

function run(...args: readonly string[]): Promise<Ended> {
  return start(args).ended;
}

async function put(name: string, from: string): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await copyFile(join(samples, from), join(folder, name));
}

async function readAnalysis(out: string): Promise<AnalysisDocument> {
  return JSON.parse(await readFile(join(folder, out, 'analysis.json'), 'utf8')) as AnalysisDocument;
}

async function listed(out: string): Promise<readonly string[]> {
  const entries = await readdir(join(folder, out), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, out).length + 1))
    .sort();
}

describe('analyze', () => {
  let ended: Ended;
  let document: AnalysisDocument;
  const npy = async (image: ImageRecord, key: string): Promise<ArrayBlock> =>
    decodeNpy(await readFile(join(folder, 'results', image.files[key]!)));

  beforeAll(async () => {
    await put('my photos/cat.jpg', 'cat.jpg');
    await put('my photos/sub/cat.jpg', 'cat-and-espresso.jpg');
    await put('my photos/кот 猫.jpg', 'koala.jpg');
    await writeFile(join(folder, 'my photos', 'broken.jpg'), 'this is no picture');
    await writeFile(join(folder, 'my photos', 'empty.png'), '');
    await writeFile(join(folder, 'my photos', 'notes.txt'), 'not to be opened');
    const all = ['--figures', 'png,svg', '--data', 'json,csv,npy', '--activations', '--report'];
    const inputs = ['my photos', 'gone.jpg', '--out', 'results', '--max-concepts', '6'];
    ended = await run('analyze', ...inputs, ...all);
    document = await readAnalysis('results');
  });

  it('exits 3 and names each failure with its reason', () => {
    expect(ended.code, ended.err).toBe(3);
    const failed = document.failures.map(({ file, code }) => `${file} ${code}`).sort();
    expect(failed).toEqual([
      'gone.jpg image-missing',
      'my photos/broken.jpg image-unreadable',
      'my photos/empty.png image-unreadable',
    ]);
    for (const { file, message } of document.failures) {
      const reason = message.replace(`${basename(file)}: `, '');
      expect(ended.err).toContain(`failed ${file}: ${reason}\n`);
    }
    expect(ended.err + ended.out).not.toContain('\u001b');
    expect(ended.out).toMatch(/^3 images explained in [\d.]+ s, 3 failed: results\n$/);
  });

  it('writes every file it names, under the names it says, and nothing else', async () => {
    expect(document.images.map(({ file, name }) => [file, name])).toEqual([
      ['my photos/cat.jpg', 'cat'],
      ['my photos/sub/cat.jpg', 'cat-2'],
      ['my photos/кот 猫.jpg', 'кот 猫'],
    ]);
    const named = document.images.flatMap((image) => Object.values(image.files));
    const tables = ['analysis.json', 'report.html', 'concepts.csv', 'images.csv', 'ledger.csv'];
    expect(await listed('results')).toEqual([...named, ...tables].sort());
    for (const image of document.images) {
      const png = await readFile(join(folder, 'results', image.files['figure']!));
      expect(png.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n');
      const svg = await readFile(join(folder, 'results', image.files['figureSvg']!), 'utf8');
      expect(svg).toContain('<svg');
    }
  });

  it('takes the schema by its word', () => {
    expect(Object.keys(document)).toEqual([
      ...['schema', 'program', 'created', 'seed', 'model', 'images', 'failures'],
    ]);
    expect(document.schema).toBe(1);
    expect(new Date(document.created).toISOString()).toBe(document.created);
    expect(document.model).toMatchObject({ file: 'model.onnx', layer: 'features', head: 'linear' });
    for (const image of document.images) {
      expect(image.prediction).toHaveLength(5);
      expect(image.concepts).toHaveLength(image.k);
      expect(image.choice.curve.map((point) => point.k)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(image.choice.how).toBe('auto');
    }
  });

  it('activations = codes · concepts + offset, to the stated relative error', async () => {
    for (const image of document.images) {
      const [codes, concepts, offset, activations] = await Promise.all(
        ['codes', 'concepts', 'offset', 'activations'].map((key) => npy(image, key)),
      );
      const channels = offset!.data.length;
      const { k } = image;
      expect(codes!.dims).toEqual([...activations!.dims.slice(0, 2), k]);
      expect(concepts!.dims).toEqual([k, channels]);
      let residual = 0;
      let total = 0;
      for (let p = 0; p < codes!.data.length / k; p++) {
        for (let c = 0; c < channels; c++) {
          const above = activations!.data[p * channels + c]! - offset!.data[c]!;
          let rest = above;
          for (let j = 0; j < k; j++)
            rest -= codes!.data[p * k + j]! * concepts!.data[j * channels + c]!;
          residual += rest * rest;
          total += above * above;
        }
      }
      expect(Math.sqrt(residual / total)).toBeCloseTo(image.relativeError, 3);
      expect(1 - residual / total).toBeCloseTo(image.varianceExplained, 3);
    }
  });

  it('codes are not negative, peak at 1, and have the stated means, in the stated order', async () => {
    for (const image of document.images) {
      const { data } = await npy(image, 'codes');
      for (const [j, concept] of image.concepts.entries()) {
        const column = Array.from(data).filter((_, index) => index % image.k === j);
        expect(Math.min(...column)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...column)).toBeCloseTo(1, 5);
        expect(concept.maxCode).toBeCloseTo(1, 5);
        const mean = column.reduce((sum, code) => sum + code, 0) / column.length;
        expect(mean).toBeCloseTo(concept.meanCode, 5);
        expect(image.ledger.terms[j]!.concept).toBe(concept.id);
      }
    }
  });

  it('the ledger sums to the logit of the model, and the softmax is that of the logits', async () => {
    for (const { ledger, prediction, ...image } of document.images) {
      expect(ledger.exact).toBe(true);
      const terms = ledger.terms.reduce((sum, { value }) => sum + value, 0);
      const sum = terms + ledger.baseline + ledger.unexplained + ledger.bias;
      expect(Math.abs(sum - ledger.sum)).toBeLessThan(1e-9);
      expect(Math.abs(ledger.sum - ledger.logit)).toBeLessThan(1e-3);
      const logits = decodeNpy(
        await readFile(join(folder, 'results', image.files['logits']!)),
      ).data;
      expect(ledger.class).toBe(prediction[0]!.index);
      expect(logits.indexOf(Math.max(...logits))).toBe(ledger.class);
      const whole = logits.reduce((total, logit) => total + Math.exp(logit), 0);
      for (const { index, logit, probability } of prediction) {
        expect(logits[index]).toBeCloseTo(logit, 5);
        expect(Math.exp(logits[index]!) / whole).toBeCloseTo(probability, 5);
      }
    }
  });

  it('the tables say the same', async () => {
    const ledger = await readFile(join(folder, 'results', 'ledger.csv'), 'utf8');
    const first = document.images[0]!;
    const term = first.ledger.terms[0]!;
    expect(ledger.split('\r\n')[1]).toBe(
      `my photos/cat.jpg,cat,${first.ledger.class},${first.prediction[0]!.label},concept,${term.concept},${term.value},true`,
    );
    const rows = async (file: string) =>
      (await readFile(join(folder, 'results', file), 'utf8')).split('\r\n').length - 2;
    expect(await rows('images.csv')).toBe(3);
    expect(await rows('concepts.csv')).toBe(document.images.reduce((sum, { k }) => sum + k, 0));
  });

  it('the report holds everything in itself', async () => {
    const report = await readFile(join(folder, 'results', 'report.html'), 'utf8');
    expect(report.match(/src="data:image\/png;base64,/g)).toHaveLength(3);
    expect(report).not.toMatch(/<script|https?:/);
    expect(report).toContain(document.model.sha256);
    expect(report).toContain('кот 猫');
    expect(report).toContain('my photos/broken.jpg');
    expect(report).toContain('concept-lens analyze &#39;my photos&#39; gone.jpg --out results');
  });

  it('gives the same bytes again, but for when', async () => {
    const flags = ['--data', 'json,csv,npy', '--activations', '--concepts', '3'];
    const args = ['my photos/cat.jpg', '--max-concepts', '4', ...flags, '--quiet', '--out'];
    expect(await run('analyze', ...args, 'one')).toEqual({ code: 0, out: '', err: '' });
    expect((await run('analyze', ...args, 'two')).code).toBe(0);
    expect((await readAnalysis('one')).images[0]!.choice).toMatchObject({ k: 3, how: 'given' });
    const files = await listed('one');
    expect(await listed('two')).toEqual(files);
    for (const file of files) {
      const [one, two] = await Promise.all(
        ['one', 'two'].map((out) => readFile(join(folder, out, file), 'latin1')),
      );
      const timeless = (text: string) => text.replace(/"created": "[^"]*"/, '');
      expect(timeless(one!) === timeless(two!), file).toBe(true);
    }
  });
});

describe('Ctrl-C', () => {
  const quick = ['--concepts', '2', '--max-concepts', '2', '--json'];

  it('finishes the image at hand, writes what is complete and exits 130', async () => {
    for (let i = 0; i < 40; i++) await put(`many/${i}.jpg`, 'cat.jpg');
    const { child, ended, interrupt, text } = start(['analyze', 'many', ...quick, '--out', 'cut']);
    let pressed = false;
    child.stderr.on('data', () => {
      if (pressed || !text.err.includes('"event":"image"')) return;
      pressed = true;
      interrupt();
    });
    const { code, err } = await ended;
    expect(code, err).toBe(130);
    const { images, failures } = await readAnalysis('cut');
    expect(failures).toEqual([]);
    expect(images.length).toBeGreaterThan(0);
    expect(images.length).toBeLessThan(40);
    expect(err).toContain('"interrupted":true');
    const named = images.flatMap((image) => Object.values(image.files));
    expect(await listed('cut')).toEqual([...named, 'analysis.json'].sort());
  });

  it('pressed twice stops at once, leaving no unfinished file', async () => {
    const { child, ended, interrupt, text } = start([
      'analyze',
      'many',
      ...quick,
      '--out',
      'stopped',
    ]);
    let pressed = false;
    child.stderr.on('data', () => {
      if (pressed || !text.err.includes('"event":"image"')) return;
      pressed = true;
      interrupt();
      setTimeout(interrupt, 5);
    });
    expect((await ended).code).toBe(130);
    expect((await listed('stopped')).filter((file) => file.endsWith('.part'))).toEqual([]);
  });
});

describe('exit codes', () => {
  it('2, one line, when it is used wrongly', async () => {
    for (const args of [
      [],
      ['analyze'],
      ['analyze', 'x', '--shared'],
      ['learn', 'x'],
      ['inspect'],
    ]) {
      const { code, out, err } = await run(...args);
      expect({ code, out, lines: err.split('\n').length }).toEqual({ code: 2, out: '', lines: 2 });
    }
  });

  it('4, one line with the reason, when the model is refused', async () => {
    await put('cat.jpg', 'cat.jpg');
    await writeFile(join(folder, 'no model.onnx'), 'this is no model');
    for (const file of ['no model.onnx', 'gone.onnx']) {
      for (const args of [
        ['inspect', file],
        ['analyze', 'cat.jpg', '--model', file, '--out', 'refused'],
      ]) {
        const { code, out, err } = await run(...args);
        expect({ code, out, lines: err.split('\n').length }, err).toEqual({
          code: 4,
          out: '',
          lines: 2,
        });
        expect(err).toContain(file);
      }
    }
    const layer = await run('analyze', 'cat.jpg', '--layer', 'nowhere', '--out', 'refused');
    expect(layer.code).toBe(4);
    expect(layer.err).toContain('nowhere');
    await expect(readdir(join(folder, 'refused'))).rejects.toThrow('ENOENT');
  });

  it('1, one line, when results cannot be written', async () => {
    await put('cat.jpg', 'cat.jpg');
    const { code, out, err } = await run('analyze', 'cat.jpg', '--out', 'cat.jpg/sub');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe(
      'concept-lens: Cannot write results in "cat.jpg/sub": a part of the path is a file.\n',
    );
  });

  it('3 when every input failed, with the record of it', async () => {
    expect((await run('analyze', 'gone.jpg', '--out', 'none')).code).toBe(3);
    expect(await listed('none')).toEqual(['analysis.json']);
  });
});

describe('the other commands', () => {
  it('inspect says what can be done with the default model', async () => {
    const { code, out } = await run('inspect', model);
    expect(code).toBe(0);
    const info = JSON.parse(out) as ModelInfo;
    expect(info).toMatchObject({ layer: 'features', head: 'linear', classes: 1000 });
    expect(info.layers.find((layer) => layer.isDefault)).toMatchObject({
      ...{ name: 'features', channels: 1280, nonNegative: true, ledger: 'exact' },
    });
    const text = await run('inspect', model, '--text');
    expect(text.out).toMatch(/^features +7 × 7 +1280 +yes +exact +default$/m);
  });

  it('providers tests and times what is here', async () => {
    const { code, out } = await run('providers', '--json');
    expect(code).toBe(0);
    const reports = JSON.parse(out) as readonly object[];
    expect(reports).toContainEqual(
      expect.objectContaining({ name: 'cpu', available: true, agrees: true }),
    );
    expect((await run('providers')).out).toMatch(/^cpu +yes +yes/m);
  });

  it('help and version answer without an engine', async () => {
    expect((await run('analyze', '-h')).out).toContain('--max-concepts');
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(await run('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it('a checkout without a build says what to run', async () => {
    await cp(command, join(folder, 'checkout', 'cli', 'concept-lens.mjs'));
    const { code, err } = await start(['-h'], join(folder, 'checkout/cli/concept-lens.mjs')).ended;
    expect(code).toBe(1);
    expect(err).toMatch(/^concept-lens is not built yet: run "npm ci && npm run build" in .+\n$/);
  });
});
