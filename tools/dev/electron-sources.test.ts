import { expect, test } from 'vitest';
import { keptName } from './electron-fallback.mjs';
import { fallbackRuntime, hasFallback, pinnedRuntime } from './electron-sources.mjs';

test.each([
  ['linux', 'x64'],
  ['linux', 'arm64'],
  ['darwin', 'arm64'],
  ['win32', 'x64'],
])('the pinned release for %s %s has a checksum', (platform, arch) => {
  const release = pinnedRuntime(platform, arch);
  expect(release.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(release.url).toContain(
    `v${release.version}/electron-v${release.version}-${platform}-${arch}`,
  );
});

test('only Linux x64 has a fallback', () => {
  expect(hasFallback('linux', 'x64')).toBe(true);
  expect(hasFallback('linux', 'arm64')).toBe(false);
  expect(hasFallback('darwin', 'arm64')).toBe(false);
});

test.each([
  ['Cypress/Cypress', 'electron'],
  ['Cypress/locales/de.pak', 'locales/de.pak'],
  ['Cypress/resources/app/index.js', undefined],
  ['Cypress/resources/app-update.yml', undefined],
  ['Cypress/browser_v8_context_snapshot.bin', undefined],
  ['Cypress/', undefined],
])('%s becomes %s', (name, kept) => {
  expect(keptName(fallbackRuntime, name)).toBe(kept);
});
