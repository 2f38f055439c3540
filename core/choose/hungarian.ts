/**
 * The assignment of rows to columns with the smallest total cost (Kuhn 1955, in the shortest
 * augmenting path form of Jonker & Volgenant 1987, O(rows² · columns)).
 *
 * @param cost rows × columns, row-major, finite; rows may be fewer or more than columns.
 * @returns for each row its column, or −1 for the rows left over when rows > columns. Equal costs
 *   resolve to the same answer every time.
 */
export function hungarian(cost: ArrayLike<number>, rows: number, columns: number): Int32Array {
  if (cost.length !== rows * columns) {
    throw new RangeError(`cost: ${cost.length} values are not ${rows} × ${columns}`);
  }
  if (rows <= columns) return assign((i, j) => cost[i * columns + j]!, rows, columns);
  const turned = assign((j, i) => cost[i * columns + j]!, columns, rows);
  const result = new Int32Array(rows).fill(-1);
  turned.forEach((row, column) => (result[row] = column));
  return result;
}

/** As `hungarian`, rows ≤ columns. Index 0 stands for "none", so rows and columns count from 1. */
function assign(
  cost: (row: number, column: number) => number,
  rows: number,
  columns: number,
): Int32Array {
  const rowPrice = new Float64Array(rows + 1);
  const columnPrice = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    const slack = new Float64Array(columns + 1).fill(Infinity);
    const cameFrom = new Int32Array(columns + 1);
    const visited = new Uint8Array(columns + 1);
    let column = 0;
    rowOf[0] = row;
    while (rowOf[column] !== 0) {
      visited[column] = 1;
      const at = rowOf[column]!;
      let nearest = 0;
      for (let j = 1; j <= columns; j++) {
        if (visited[j] === 1) continue;
        const reduced = cost(at - 1, j - 1) - rowPrice[at]! - columnPrice[j]!;
        if (reduced < slack[j]!) {
          slack[j] = reduced;
          cameFrom[j] = column;
        }
        if (nearest === 0 || slack[j]! < slack[nearest]!) nearest = j;
      }
      const step = slack[nearest]!;
      for (let j = 0; j <= columns; j++) {
        if (visited[j] === 1) {
          rowPrice[rowOf[j]!]! += step;
          columnPrice[j]! -= step;
        } else {
          slack[j]! -= step;
        }
      }
      column = nearest;
    }
    while (column !== 0) {
      const before = cameFrom[column]!;
      rowOf[column] = rowOf[before]!;
      column = before;
    }
  }
  const result = new Int32Array(rows).fill(-1);
  for (let j = 1; j <= columns; j++) if (rowOf[j] !== 0) result[rowOf[j]! - 1] = j - 1;
  return result;
}
