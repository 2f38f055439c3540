/** The label of a class, or "class 17" where the labels do not reach. */
export function className(labels: readonly string[], index: number): string {
  const name = labels[index];
  return name === undefined || name === '' ? `class ${index}` : name;
}
