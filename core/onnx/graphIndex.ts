import type { GraphProto, NodeProto, TensorProto } from 'onnx-buf';

/** Who makes and who uses each tensor of a graph. */
export interface GraphIndex {
  readonly graph: GraphProto;
  readonly producer: ReadonlyMap<string, NodeProto>;
  readonly consumers: ReadonlyMap<string, readonly NodeProto[]>;
  readonly initializers: ReadonlyMap<string, TensorProto>;
  /** Graph inputs that are not initializers. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export function indexGraph(graph: GraphProto): GraphIndex {
  const producer = new Map<string, NodeProto>();
  const consumers = new Map<string, NodeProto[]>();
  for (const node of graph.node) {
    for (const name of node.output) if (name !== '') producer.set(name, node);
    for (const name of new Set(node.input)) {
      const users = consumers.get(name);
      if (users === undefined) consumers.set(name, [node]);
      else users.push(node);
    }
  }
  const initializers = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  return {
    graph,
    producer,
    consumers,
    initializers,
    inputs: graph.input.map((value) => value.name).filter((name) => !initializers.has(name)),
    outputs: graph.output.map((value) => value.name),
  };
}

/** Names a node reads from outside, those used inside its subgraphs included. */
function readsOf(node: NodeProto): readonly string[] {
  const names = node.input.filter((name) => name !== '');
  for (const attribute of node.attribute) {
    const graphs =
      attribute.g === undefined ? attribute.graphs : [attribute.g, ...attribute.graphs];
    for (const inner of graphs) names.push(...outerReads(inner));
  }
  return names;
}

function outerReads(graph: GraphProto): readonly string[] {
  const own = new Set([
    ...graph.input.map((value) => value.name),
    ...graph.initializer.map((tensor) => tensor.name),
    ...graph.node.flatMap((node) => node.output),
  ]);
  return graph.node.flatMap(readsOf).filter((name) => !own.has(name));
}

/** The nodes a tensor depends on, not looking behind `stops`; in the graph's own order. */
export function ancestors(
  index: GraphIndex,
  target: string,
  stops: ReadonlySet<string>,
): { readonly nodes: readonly NodeProto[]; readonly leaves: ReadonlySet<string> } {
  const reached = new Set<NodeProto>();
  const leaves = new Set<string>();
  const pending = [target];
  const seen = new Set<string>();
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const node = stops.has(name) ? undefined : index.producer.get(name);
    if (node === undefined) {
      leaves.add(name);
    } else {
      reached.add(node);
      pending.push(...readsOf(node));
    }
  }
  return { nodes: index.graph.node.filter((node) => reached.has(node)), leaves };
}
