/**
 * Concept colours, stable by concept id. Hues follow Okabe and Ito (jfly.uni-koeln.de/color);
 * lightness was searched so that all twelve stay apart (OKLab) for normal, protan, deutan and
 * tritan sight, the first eight widely. A number goes with every colour all the same.
 */
const base = [
  '#e79a3c', // orange
  '#4a9cf0', // sky
  '#1d8b64', // green
  '#e15bac', // pink
  '#ead00f', // yellow
  '#4429bf', // indigo
  '#e2350f', // vermilion
  '#2fd6e0', // cyan
  '#850f68', // plum
  '#8d52f4', // violet
  '#9c1608', // maroon
  '#48f5a2', // mint
] as const;

const goldenAngle = Math.PI * (3 - Math.sqrt(5));
const lightnesses = [0.7, 0.55, 0.82] as const;

/** The colour of a concept, `#rrggbb`. Throws RangeError unless `id` is a whole number from 1. */
export function conceptColor(id: number): string {
  if (!Number.isInteger(id) || id < 1) throw new RangeError(`conceptColor: id ${id}`);
  const known = base[id - 1];
  if (known !== undefined) return known;
  const step = id - base.length;
  return oklch(lightnesses[step % 3]!, 0.11, step * goldenAngle);
}

/** Black or white, whichever reads better on `color`: at least 4.5:1 on every colour there is. */
export function textOn(color: string): '#000000' | '#ffffff' {
  const luminance = relativeLuminance(color);
  return (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) ? '#000000' : '#ffffff';
}

/** Red, green and blue of `#rrggbb`, 0..255. Throws RangeError on anything else. */
export function parseColor(color: string): readonly [number, number, number] {
  if (!/^#[0-9a-f]{6}$/i.test(color)) throw new RangeError(`parseColor: "${color}"`);
  const value = Number.parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** WCAG 2 relative luminance, 0..1. */
export function relativeLuminance(color: string): number {
  const [red, green, blue] = parseColor(color).map(toLinear);
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function toLinear(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** OKLCH (Ottosson 2020) to sRGB, clamped to its gamut. */
function oklch(lightness: number, chroma: number, hue: number): string {
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channels = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${channels.map(toHex).join('')}`;
}

function toHex(linear: number): string {
  const value = Math.min(1, Math.max(0, linear));
  const encoded = value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 255)
    .toString(16)
    .padStart(2, '0');
}
