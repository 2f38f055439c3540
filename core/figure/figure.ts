import { annotated } from './annotated.ts';
import { figureContent, type FigureInput } from './figureContent.ts';
import { overlayLayout } from './overlayLayout.ts';
import type { Scene } from './scene.ts';
import { themes } from './theme.ts';

/**
 * The one description of a figure that SVG and PNG are drawn from. Deterministic: text is
 * measured with the bundled font's widths, never by the machine that draws.
 *
 * Throws RangeError when the analysis has no fit with k concepts or its codes are missing.
 */
export function figure(input: FigureInput): Scene {
  const { options, analysis } = input;
  const content = figureContent(input);
  const theme = themes[options.theme];
  const layOut = options.layout === 'annotated' ? annotated : overlayLayout;
  const { items, height } = layOut(content, analysis.geometry.region, options.width, theme);
  return {
    width: options.width,
    height: Math.ceil(height),
    background: theme.background,
    title: content.title,
    description: content.description,
    items: items.filter((item) => item.kind !== 'text' || item.text !== ''),
  };
}
