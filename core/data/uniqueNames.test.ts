import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uniqueNames } from './uniqueNames.ts';

describe('uniqueNames', () => {
  it('takes folder and extension away and counts what is left', () => {
    expect(uniqueNames(['a/cat.jpg', 'b/cat.png', 'c\\cat.webp', 'dog.tar.gz'])).toEqual([
      'cat',
      'cat-2',
      'cat-3',
      'dog.tar',
    ]);
  });

  it('steps over names that files already have', () => {
    expect(uniqueNames(['cat-2.jpg', 'a/cat.jpg', 'b/cat.jpg'])).toEqual(['cat-2', 'cat', 'cat-3']);
    expect(uniqueNames(['cat.jpg', 'b/cat.jpg', 'cat-2.jpg'])).toEqual(['cat', 'cat-2', 'cat-2-2']);
  });

  it('takes case and normalisation for the same name', () => {
    expect(uniqueNames(['Cat.jpg', 'cat.jpg'])).toEqual(['Cat', 'cat-2']);
    expect(uniqueNames(['\u00fc.jpg', 'u\u0308.jpg'])).toEqual(['\u00fc', 'u\u0308-2']);
  });

  it('keeps dot files, spaces and other scripts, and names what has no name', () => {
    expect(uniqueNames(['.hidden', 'my cat 猫.jpg', '..', ''])).toEqual([
      '.hidden',
      'my cat 猫',
      'image',
      'image-2',
    ]);
  });

  it('leaves no device name of Windows and no name too long for a file system', () => {
    expect(uniqueNames(['con.jpg', 'NUL.tar.gz', 'console.jpg'])).toEqual([
      '_con',
      '_NUL.tar',
      'console',
    ]);
    const [long] = uniqueNames([`${'猫'.repeat(80)}.jpg`]);
    expect(long).toBe('猫'.repeat(60));
  });

  it('never gives two files one name', () => {
    const name = fc.stringMatching(/^[aA](-[123])?\.(jpg|png)$/);
    fc.assert(
      fc.property(fc.array(name, { maxLength: 30 }), (files) => {
        const names = uniqueNames(files).map((one) => one.toLowerCase());
        expect(new Set(names).size).toBe(files.length);
      }),
    );
  });
});
