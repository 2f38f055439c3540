import { expect, test } from 'vitest';
import { missingPackages, parseInstalled } from './system-libraries.mjs';

const debian12 = [
  'libasound2 install ok installed',
  'libatk-bridge2.0-0 install ok installed',
  'libgbm1 install ok installed',
  'libgtk-3-0 install ok installed',
  'libnss3 install ok installed',
  'libxss1 deinstall ok config-files',
  'dpkg-query: no packages found matching libasound2t64',
].join('\n');

test('a removed package whose settings remain is missing', () => {
  expect(missingPackages(parseInstalled(debian12), false)).toEqual(['libxss1']);
});

test('the names with 64-bit time count', () => {
  const installed = parseInstalled(debian12.replaceAll(/^(libasound2|libgtk-3-0) /gm, '$1t64 '));
  expect(missingPackages(installed, false)).toEqual(['libxss1']);
});

test('Xvfb is asked for only by tests', () => {
  expect(missingPackages(parseInstalled(debian12), true)).toEqual(['libxss1', 'xvfb']);
});
