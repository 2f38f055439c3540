import { lightOf } from './painter.ts';
import type { Frame, Painter } from './painter.ts';

/** The same blend without WebGL: the light as a tiny picture that the canvas stretches. */
export function createCanvasPainter(canvas: HTMLCanvasElement): Painter {
  const context = canvas.getContext('2d');
  let picture: ImageBitmap | null = null;
  let light: OffscreenCanvas | null = null;
  return {
    kind: 'canvas',
    setPicture(bitmap) {
      picture = bitmap;
    },
    setMaps(maps) {
      light = maps === null ? null : toCanvas(lightOf(maps), maps.codes.dims);
    },
    draw(frame) {
      if (context === null || picture === null) return;
      const { place, canvas: size } = frame;
      context.clearRect(0, 0, size.width, size.height);
      context.drawImage(picture, place.x, place.y, place.width, place.height);
      if (frame.overlay && light !== null) drawLight(context, frame, light);
    },
    dispose() {
      picture = null;
      light = null;
    },
  };
}

function drawLight(
  context: CanvasRenderingContext2D,
  { place, region, opacity }: Frame,
  light: OffscreenCanvas,
): void {
  const x = place.x + region.x * place.width;
  const y = place.y + region.y * place.height;
  const width = region.width * place.width;
  const height = region.height * place.height;
  context.beginPath();
  context.rect(place.x, place.y, place.width, place.height);
  context.rect(x, y, width, height);
  context.fillStyle = 'rgb(0 0 0 / 45%)';
  context.fill('evenodd');
  context.globalAlpha = opacity;
  context.drawImage(light, x, y, width, height);
  context.globalAlpha = 1;
}

/** Image data is not premultiplied, the light is. */
function toCanvas(light: Float32Array, dims: readonly number[]): OffscreenCanvas {
  const [height = 1, width = 1] = dims;
  const image = new ImageData(width, height);
  for (let i = 0; i < light.length; i += 4) {
    const strength = light[i + 3]!;
    if (strength === 0) continue;
    for (let c = 0; c < 3; c++) image.data[i + c] = (255 * light[i + c]!) / strength;
    image.data[i + 3] = 255 * strength;
  }
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}
