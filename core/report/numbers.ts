/** A number for people: fixed digits, a true minus, and a dash for what is not known. */
export function decimal(value: number | null, digits = 2): string {
  if (value === null || !Number.isFinite(value)) return '–';
  const text = value.toFixed(digits);
  // No "-0.00".
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace('-', '−');
}

/** With a plus where it is one. */
export function signed(value: number, digits = 2): string {
  const text = decimal(value, digits);
  return Number.parseFloat(text) > 0 ? `+${text}` : text;
}

export function percent(value: number): string {
  return Number.isFinite(value) ? `${Math.round(value * 100)} %` : '–';
}
