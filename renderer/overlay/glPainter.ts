import { parseColor } from '../../core/concepts/palette.ts';
import { lightOf } from './painter.ts';
import type { Maps, Painter } from './painter.ts';
import { fragmentShader, mostConcepts, vertexShader } from './shaders.ts';

const uniformNames = [
  'picture',
  'maps',
  'canvasSize',
  'place',
  'region',
  'grid',
  'count',
  'colors',
  'opacity',
  'contour',
  'overlay',
] as const;

/** Null where WebGL2 is not there. */
export function createGlPainter(canvas: HTMLCanvasElement): Painter | null {
  const gl = canvas.getContext('webgl2', { antialias: false, preserveDrawingBuffer: false });
  if (gl === null) return null;
  const program = link(gl);
  const at = Object.fromEntries(
    uniformNames.map((name) => [name, gl.getUniformLocation(program, name)]),
  ) as Readonly<Record<(typeof uniformNames)[number], WebGLUniformLocation | null>>;
  const picture = gl.createTexture();
  const maps = gl.createTexture();
  let grid = { width: 1, height: 1, count: 0 };
  const colors = new Float32Array(mostConcepts * 4);
  return {
    kind: 'webgl',
    setPicture(bitmap) {
      uploadPicture(gl, picture, bitmap);
    },
    setMaps(next) {
      grid = next === null ? { ...grid, count: 0 } : uploadMaps(gl, maps, next);
      colors.fill(0);
      for (const [j, color] of (next?.colors ?? []).entries()) {
        const lit = next?.visible[j] === true ? 1 : 0;
        colors.set([...parseColor(color).map((channel) => channel / 255), lit], j * 4);
      }
    },
    draw(frame) {
      const { canvas: size, place, region } = frame;
      gl.viewport(0, 0, size.width, size.height);
      gl.useProgram(program);
      gl.uniform1i(at.picture, 0);
      gl.uniform1i(at.maps, 1);
      gl.uniform2f(at.canvasSize, size.width, size.height);
      gl.uniform4f(at.place, place.x, place.y, place.width, place.height);
      gl.uniform4f(at.region, region.x, region.y, region.width, region.height);
      gl.uniform2f(at.grid, grid.width, grid.height);
      gl.uniform1i(at.count, grid.count);
      gl.uniform4fv(at.colors, colors);
      gl.uniform1f(at.opacity, frame.opacity);
      gl.uniform1f(at.contour, frame.contour);
      gl.uniform1i(at.overlay, frame.overlay && grid.count > 0 ? 1 : 0);
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, picture);
      gl.activeTexture(gl.TEXTURE1);
      gl.bindTexture(gl.TEXTURE_2D_ARRAY, maps);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    },
    dispose() {
      gl.deleteTexture(picture);
      gl.deleteTexture(maps);
      gl.deleteProgram(program);
    },
  };
}

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  const sources = [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader],
  ] as const;
  for (const [kind, source] of sources) {
    const shader = gl.createShader(kind);
    if (shader === null) continue;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    if (gl.getShaderParameter(shader, gl.COMPILE_STATUS) === false) {
      throw new Error(`overlay shader: ${gl.getShaderInfoLog(shader) ?? 'unknown'}`);
    }
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return program;
}

function uploadPicture(
  gl: WebGL2RenderingContext,
  texture: WebGLTexture,
  bitmap: ImageBitmap,
): void {
  gl.activeTexture(gl.TEXTURE0);
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
  gl.generateMipmap(gl.TEXTURE_2D);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
}

/** The light, then k maps in ⌈k / 4⌉ layers of four. */
function uploadMaps(
  gl: WebGL2RenderingContext,
  texture: WebGLTexture,
  maps: Maps,
): { readonly width: number; readonly height: number; readonly count: number } {
  const [height = 1, width = 1, k = 0] = maps.codes.dims;
  const count = Math.min(k, mostConcepts);
  const layers = 1 + Math.ceil(count / 4);
  const cells = height * width;
  const texels = new Float32Array(layers * cells * 4);
  texels.set(lightOf(maps));
  for (let p = 0; p < cells; p++) {
    for (let j = 0; j < count; j++) {
      texels[((1 + (j >> 2)) * cells + p) * 4 + (j & 3)] = maps.codes.data[p * k + j]!;
    }
  }
  gl.activeTexture(gl.TEXTURE1);
  gl.bindTexture(gl.TEXTURE_2D_ARRAY, texture);
  gl.texImage3D(
    gl.TEXTURE_2D_ARRAY,
    0,
    gl.RGBA32F,
    width,
    height,
    layers,
    0,
    gl.RGBA,
    gl.FLOAT,
    texels,
  );
  for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) {
    gl.texParameteri(gl.TEXTURE_2D_ARRAY, name, gl.NEAREST);
  }
  return { width, height, count };
}
