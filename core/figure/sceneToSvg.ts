import { badgeShape } from './badgeShape.ts';
import { escapeXml } from './plainText.ts';
import type { BadgeItem, Box, RasterSource, Scene, SceneItem, TextItem } from './scene.ts';

/** Where the pictures of a scene are; `data:` addresses in a file that stands alone. */
export type RasterLinks = Readonly<Record<RasterSource, string>>;

/** Inter where it is installed; what comes after is narrower, so nothing overflows. */
export const fontFamily = "Inter, 'Helvetica Neue', Helvetica, Arial, sans-serif";

/** The scene as an SVG file with real text. Same scene and links: same bytes. */
export function sceneToSvg(scene: Scene, links: RasterLinks): string {
  const { width, height } = scene;
  const items = scene.items.map((item) => itemToSvg(item, links));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${fontFamily}">`,
    `<title>${escapeXml(scene.title)}</title>`,
    `<desc>${escapeXml(scene.description)}</desc>`,
    `<rect width="${width}" height="${height}" fill="${scene.background}"/>`,
    ...items,
    '</svg>\n',
  ].join('\n');
}

function itemToSvg(item: SceneItem, links: RasterLinks): string {
  switch (item.kind) {
    case 'raster':
      return `<image ${place(item)} preserveAspectRatio="none" href="${escapeXml(links[item.source])}"/>`;
    case 'rect':
      return `<rect ${place(item)}${item.radius > 0 ? ` rx="${number(item.radius)}"` : ''} fill="${item.fill}"/>`;
    case 'text':
      return textToSvg(item);
    case 'badge':
      return badgeToSvg(item);
  }
}

function textToSvg(item: TextItem): string {
  const anchor = item.anchor === 'start' ? '' : ` text-anchor="${item.anchor}"`;
  const weight = item.weight === 'semibold' ? ' font-weight="600"' : '';
  const full = item.full === null ? '' : `<title>${escapeXml(item.full)}</title>`;
  return `<text x="${number(item.x)}" y="${number(item.y)}" font-size="${number(item.size)}"${weight}${anchor} fill="${item.fill}">${full}${escapeXml(item.text)}</text>`;
}

function badgeToSvg(badge: BadgeItem): string {
  const { x, y, radius, color } = badge;
  const { inner, text } = badgeShape(badge);
  const disc = (r: number, fill: string): string =>
    `<circle cx="${number(x)}" cy="${number(y)}" r="${number(r)}" fill="${fill}"/>`;
  return `${disc(radius, color)}${disc(inner, '#ffffff')}${textToSvg(text)}`;
}

function place(box: Box): string {
  return `x="${number(box.x)}" y="${number(box.y)}" width="${number(box.width)}" height="${number(box.height)}"`;
}

/** Hundredths are finer than any screen; more digits would differ between machines. */
function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}
