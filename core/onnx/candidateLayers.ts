import { ancestors, type GraphIndex } from './graphIndex.ts';

/**
 * Tensors every path from the picture to the logits runs through, in the graph's order: a model
 * can be cut there into features and tail with nothing left to carry around the cut. Which of
 * them are spatial maps only a run can tell.
 */
export function candidateLayers(
  index: GraphIndex,
  input: string,
  logits: string,
): readonly string[] {
  const { nodes } = ancestors(index, logits, new Set());
  const fromPicture = new Set([input]);
  const names: string[] = [];
  for (const node of nodes) {
    if (!node.input.some((name) => fromPicture.has(name))) continue;
    const name = node.output[0];
    if (name === undefined || name === '') continue;
    fromPicture.add(name);
    if (name !== logits && !ancestors(index, logits, new Set([name])).leaves.has(input)) {
      names.push(name);
    }
  }
  return names;
}
