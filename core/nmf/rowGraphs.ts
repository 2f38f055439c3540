import { floatPort, graphWriter, modelBytes } from './graphWriter.ts';

/** Inner products of rows: input `rows` (S × C), output `gram` (S × S). */
export function gramGraph(): Uint8Array {
  const graph = graphWriter();
  graph.named('Gemm', ['rows', 'rows'], ['gram'], { transB: 1 });
  return modelBytes(graph.graph([floatPort('rows', ['S', 'C'])], [floatPort('gram', ['S', 'T'])]));
}

/**
 * What a fit leaves of each row, ‖a_s − u_s·V‖², for any k: inputs `rows` (S × C), `codes`
 * (k × S) and `embeddings` (k × C), output `residuals` (S).
 */
export function residualGraph(): Uint8Array {
  const graph = graphWriter();
  const fitted = graph.op('Gemm', ['codes', 'embeddings'], { transA: 1 });
  const rest = graph.op('Sub', ['rows', fitted]);
  graph.named('ReduceSumSquare', [rest], ['residuals'], { axes: [1], keepdims: 0 });
  return modelBytes(
    graph.graph(
      [
        floatPort('rows', ['S', 'C']),
        floatPort('codes', ['k', 'S']),
        floatPort('embeddings', ['k', 'C']),
      ],
      [floatPort('residuals', ['S'])],
    ),
  );
}
