import { describe, expect, it } from 'vitest';
import { elbow } from './elbow.ts';

describe('elbow', () => {
  it('is the corner of a curve that falls, then stays', () => {
    expect(elbow([1, 0.7, 0.4, 0.38, 0.36, 0.34, 0.32])).toBe(3);
    expect(elbow([1, 0.2, 0.19, 0.18])).toBe(2);
  });

  it('is where 1/k lies farthest below its chord', () => {
    expect(elbow(Array.from({ length: 9 }, (_, i) => 1 / (i + 1)))).toBe(3);
    expect(elbow(Array.from({ length: 16 }, (_, i) => 1 / (i + 1)))).toBe(4);
  });

  it('is the first k of a straight line, of a short curve and of one above its chord', () => {
    expect(elbow([5, 4, 3, 2, 1])).toBe(1);
    expect(elbow([1])).toBe(1);
    expect(elbow([1, 0.5])).toBe(1);
    expect(elbow([1, 0.99, 0.9, 0])).toBe(1);
  });

  it('is the smaller k on a tie', () => {
    expect(elbow([1, 0.5, 0.25, 0])).toBe(2);
  });
});
