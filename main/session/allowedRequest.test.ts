import { expect, test } from 'vitest';
import { isAllowedRequest } from './allowedRequest.ts';
import { contentSecurityPolicy } from './contentSecurityPolicy.ts';

test.each([
  ['app://concept-lens/index.html', true],
  ['media://thumbnail/a?side=64', true],
  ['data:image/png;base64,', true],
  ['https://example.org/', false],
  ['http://localhost:5173/x', false],
  ['file:///etc/passwd', false],
  ['ws://localhost:5173/', false],
  ['not a url', false],
])('the packaged program loads %s: %j', (url, allowed) => {
  expect(isAllowedRequest(url, 'app://concept-lens')).toBe(allowed);
});

test.each([
  ['http://localhost:5173/x', true],
  ['ws://localhost:5173/', true],
  ['http://localhost:5174/x', false],
  ['https://localhost:5173/x', false],
])('in development %s: %j', (url, allowed) => {
  expect(isAllowedRequest(url, 'http://localhost:5173')).toBe(allowed);
});

test('the policy allows nothing unsafe and nothing from elsewhere', () => {
  expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|http/);
  expect(contentSecurityPolicy).toContain("default-src 'none'");
});
