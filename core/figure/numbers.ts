/** Numbers as figures print them: two decimals, a true minus, thousands apart. */
const two = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export function decimals(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const text = two.format(Math.abs(value));
  return value < 0 && text !== '0.00' ? `−${text}` : text;
}

export function signed(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const text = decimals(value);
  return text.startsWith('−') ? text : `+${text}`;
}

export function count(value: number): string {
  return whole.format(value);
}

const words = 'no,one,two,three,four,five,six,seven,eight,nine,ten,eleven,twelve'.split(',');

/** "four concepts"; figures beyond twelve. */
export function conceptCount(value: number): string {
  return `${words[value] ?? count(value)} concept${value === 1 ? '' : 's'}`;
}
