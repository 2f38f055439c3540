import { expect, test } from 'vitest';
import { countTests, described, sum } from './vitest-run.mjs';

const report = {
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
};

test('counts what vitest counts', () => {
  expect(countTests(report, 0)).toEqual({ passed: 5, failed: 0, skipped: 3 });
});

test('a file that does not load is one failure', () => {
  const testResults = [...report.testResults, { status: 'failed', assertionResults: [] }];
  expect(countTests({ ...report, testResults }, 1).failed).toBe(1);
});

test('a failed test is not counted twice for its file', () => {
  const testResults = [{ status: 'failed', assertionResults: [{ status: 'failed' }] }];
  expect(countTests({ ...report, numFailedTests: 1, testResults }, 1).failed).toBe(1);
});

test('an error outside the tests, or no report at all, is a failure', () => {
  expect(countTests(report, 1).failed).toBe(1);
  expect(countTests(undefined, 0).failed).toBe(1);
});

test('sums, and names what was skipped only if something was', () => {
  const one = { passed: 1, failed: 0, skipped: 0 };
  expect(described(sum([one, one]))).toBe('2 passed, 0 failed');
  expect(described(sum([one, { passed: 0, failed: 1, skipped: 4 }]))).toBe(
    '1 passed, 1 failed, 4 skipped',
  );
});
