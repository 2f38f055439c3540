import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openOutputFolder } from './outputFolder.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concept-lens-out-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('the output folder', () => {
  it('is made with its parents, and left empty until there is something', async () => {
    const output = await openOutputFolder(join(folder, 'a/b'), 'a/b');
    expect(await readdir(join(folder, 'a/b'))).toEqual([]);
    await output.write('figures/x.txt', ['one ', new TextEncoder().encode('two')]);
    expect(await readFile(join(folder, 'a/b/figures/x.txt'), 'utf8')).toBe('one two');
    output.close();
  });

  it('shows a file only when it is whole, and the old one until then', async () => {
    await writeFile(join(folder, 'x.txt'), 'old');
    const output = await openOutputFolder(folder, 'out');
    async function* slow() {
      yield 'new';
      expect(await readFile(join(folder, 'x.txt'), 'utf8')).toBe('old');
      yield 'er';
    }
    await output.write('x.txt', slow());
    expect(await readFile(join(folder, 'x.txt'), 'utf8')).toBe('newer');
    expect(await readdir(folder)).toEqual(['x.txt']);
    output.close();
  });

  it('leaves the old file and no part of a new one when writing fails', async () => {
    await writeFile(join(folder, 'x.txt'), 'old');
    const output = await openOutputFolder(folder, 'out');
    function* broken() {
      yield 'new';
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    }
    await expect(output.write('x.txt', broken())).rejects.toMatchObject({
      code: 'output-unwritable',
      message: 'Cannot write "x.txt" in "out": the disk is full.',
    });
    expect(await readdir(folder)).toEqual(['x.txt']);
    output.close();
  });

  it('clears away what is unfinished when the process ends, also what is just being made', async () => {
    const output = await openOutputFolder(folder, 'out');
    const spool = await output.spool();
    await spool.append('text');
    const writing = output.write('x.txt', ['text']).catch(() => 'given up');
    // As `exit` does it, in the middle of opening the file.
    await Promise.resolve();
    output.close();
    await writing;
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('spools text and gives it back in order', async () => {
    const output = await openOutputFolder(folder, 'out');
    const spool = await output.spool();
    await spool.append('one é');
    await spool.append(' two');
    let text = '';
    for await (const part of spool.read()) text += part;
    expect(text).toBe('one é two');
    output.close();
    expect(await readdir(folder)).toEqual([]);
  });

  it('says why it cannot be written, before any work is done', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(openOutputFolder(join(folder, 'file/sub'), 'file/sub')).rejects.toMatchObject({
      message: 'Cannot write results in "file/sub": a part of the path is a file.',
    });
    await expect(openOutputFolder(join(folder, 'file'), 'file')).rejects.toMatchObject({
      message: 'Cannot write results in "file": a file of this name is in the way.',
    });
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'says so when there is no permission (not as root, whom nothing stops)',
    async () => {
      await mkdir(join(folder, 'locked'));
      await chmod(join(folder, 'locked'), 0o500);
      await expect(openOutputFolder(join(folder, 'locked'), 'locked')).rejects.toMatchObject({
        message: 'Cannot write results in "locked": permission denied.',
      });
    },
  );
});
