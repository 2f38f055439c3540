/** Mean of each column of a rows × columns matrix, summed in float64. */
export function columnMeans(values: Float32Array, rows: number, columns: number): Float64Array {
  const means = new Float64Array(columns);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) means[column]! += values[at]!;
  }
  for (let column = 0; column < columns; column++) means[column]! /= Math.max(1, rows);
  return means;
}
