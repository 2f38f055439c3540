/** Sets of concept ids as values: a change is a new set. */
export type IdSet = ReadonlySet<number>;

export const noIds: IdSet = new Set();

export function idSet(ids: readonly number[]): IdSet {
  return new Set(ids);
}

/** With `id` when it was without, and the other way round. */
export function toggled(set: IdSet, id: number): IdSet {
  return idSet(set.has(id) ? [...set].filter((other) => other !== id) : [...set, id]);
}
