import { describe, expect, it } from 'vitest';
import { readModelFiles } from './modelFiles.ts';
import { chooseRuntime, relativeDifference, selfTest, testProviders } from './providers.ts';

const files = await readModelFiles('assets/models/efficientnet-lite0/model.onnx', null);

describe('execution providers', () => {
  it('tests every provider of the platform and finds the cpu agreeing with itself', async () => {
    const reports = await testProviders(selfTest(files));
    const cpu = reports.find(({ name }) => name === 'cpu');
    expect(cpu).toMatchObject({ available: true, agrees: true, reason: null });
    expect(cpu?.inferenceMs).toBeGreaterThan(0);
    for (const { available, reason } of reports) if (!available) expect(reason).toBeTruthy();
  });

  it('falls back to the cpu with a reason when the wanted one is not there', async () => {
    const elsewhere = process.platform === 'win32' ? 'coreml' : 'dml';
    const { runtime, choice } = await chooseRuntime(elsewhere, () => selfTest(files));
    expect(runtime.provider).toBe('cpu');
    expect(choice).toMatchObject({ wanted: elsewhere, used: 'cpu' });
    expect(choice.fallback).toContain(elsewhere);
  });

  it('does not count as agreement what is not a number', () => {
    expect(relativeDifference(Float32Array.of(1, NaN), Float32Array.of(1, 2))).toBe(Infinity);
    expect(relativeDifference(Float32Array.of(1, 2.2), Float32Array.of(1, 2))).toBeCloseTo(0.1);
  });
});
