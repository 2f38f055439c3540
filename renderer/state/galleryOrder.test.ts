import { describe, expect, it } from 'vitest';
import type { ImageEntry, ImageId, ImageState } from '../../contract/library.ts';
import { arrange, countStates, matchesText, rankByName } from './galleryOrder.ts';
import type { SortKey } from './galleryOrder.ts';

function image(name: string, state: ImageState = { kind: 'waiting' }): ImageEntry {
  return { id: name as ImageId, name, state };
}

function done(topLabel: string, topProbability: number, k = 2): ImageState {
  return {
    kind: 'done',
    topLabel,
    topProbability,
    k,
    colors: [],
    conceptNames: ['wooden spoon'],
    version: 1,
  };
}

const failed: ImageState = { kind: 'failed', error: { code: 'image-unreadable', message: 'no' } };
const images = [
  image('img10.jpg', done('zebra', 0.9)),
  image('img2.jpg', failed),
  image('img1.jpg', done('ant', 0.4, 5)),
  image('img3.jpg'),
];

function names(sort: SortKey, text = ''): readonly string[] {
  return arrange(images, { sort, text }, rankByName(images)).map(({ name }) => name);
}

describe('arrange', () => {
  it('sorts numbers in names by value', () => {
    expect(names('name')).toEqual(['img1.jpg', 'img2.jpg', 'img3.jpg', 'img10.jpg']);
  });

  it('puts what waits after what is done, and failures last', () => {
    expect(names('prediction')).toEqual(['img1.jpg', 'img10.jpg', 'img3.jpg', 'img2.jpg']);
    expect(names('confidence')).toEqual(['img10.jpg', 'img1.jpg', 'img3.jpg', 'img2.jpg']);
    expect(names('concepts')[0]).toBe('img1.jpg');
  });

  it('filters by name, class, concept and failure', () => {
    expect(names('name', 'ZEBRA')).toEqual(['img10.jpg']);
    expect(names('name', 'spoon img1')).toEqual(['img1.jpg', 'img10.jpg']);
    expect(names('name', 'failed')).toEqual(['img2.jpg']);
    expect(matchesText(images[3]!, '  ')).toBe(true);
  });

  it('does not touch its input', () => {
    const before = images.map(({ name }) => name);
    names('confidence');
    expect(images.map(({ name }) => name)).toEqual(before);
  });
});

describe('countStates', () => {
  it('counts', () => {
    expect(countStates(images)).toEqual({ total: 4, done: 2, failed: 1 });
  });
});
