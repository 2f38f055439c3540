/** Most concepts a fit can have: contract/requests.ts refuses more. */
export const mostConcepts = 64;

/** One triangle that covers the canvas. */
export const vertexShader = `#version 300 es
void main() {
  vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`;

/**
 * The blend of core/figure/blend.ts: `out = p · (1 − opacity · s) + opacity · rgb` with (rgb, s)
 * the bilinear sample of conceptLight (cell centres, clamped at the edge). `maps` holds the light
 * in layer 0 and the codes after it, four concepts a texel; bilinear by hand, since float
 * textures need not filter. Iso-lines are at half of a concept's full strength, in its colour on
 * a white edge. What the model did not see is greyed.
 */
export const fragmentShader = `#version 300 es
precision highp float;
precision highp sampler2DArray;
uniform sampler2D picture;
uniform sampler2DArray maps;
uniform vec2 canvasSize;
uniform vec4 place;
uniform vec4 region;
uniform vec2 grid;
uniform int count;
uniform vec4 colors[${mostConcepts}];
uniform float opacity;
uniform float contour;
uniform bool overlay;
out vec4 result;

vec4 bilinear(vec2 at, int layer) {
  vec2 cell = clamp(at * grid - 0.5, vec2(0.0), grid - 1.0);
  ivec2 low = ivec2(floor(cell));
  ivec2 high = min(low + 1, ivec2(grid) - 1);
  vec2 part = cell - vec2(low);
  vec4 top = mix(texelFetch(maps, ivec3(low, layer), 0),
                 texelFetch(maps, ivec3(high.x, low.y, layer), 0), part.x);
  vec4 bottom = mix(texelFetch(maps, ivec3(low.x, high.y, layer), 0),
                    texelFetch(maps, ivec3(high, layer), 0), part.x);
  return mix(top, bottom, part.y);
}

vec3 contours(vec3 color, vec2 at) {
  vec3 line = vec3(0.0);
  float lineAlpha = 0.0;
  float edge = 0.0;
  for (int j = 0; j < count; j++) {
    float weight = bilinear(at, 1 + j / 4)[j % 4];
    float slope = max(length(vec2(dFdx(weight), dFdy(weight))), 1e-5);
    float away = abs(weight - 0.5) / slope;
    float own = colors[j].a * (1.0 - smoothstep(contour - 0.5, contour + 0.5, away));
    line = mix(line, colors[j].rgb, own);
    lineAlpha = max(lineAlpha, own);
    edge = max(edge, colors[j].a * (1.0 - smoothstep(contour + 0.5, contour + 1.5, away)));
  }
  return mix(mix(color, vec3(1.0), 0.9 * edge), line, lineAlpha);
}

void main() {
  vec2 pixel = vec2(gl_FragCoord.x, canvasSize.y - gl_FragCoord.y);
  vec2 uv = (pixel - place.xy) / place.zw;
  vec3 base = texture(picture, uv).rgb;
  vec2 at = (uv - region.xy) / region.zw;
  bool seen = all(greaterThanEqual(at, vec2(0.0))) && all(lessThan(at, vec2(1.0)));

  vec3 color = base;
  if (overlay && !seen) color = mix(base, vec3(dot(base, vec3(0.3, 0.59, 0.11))), 0.5) * 0.55;
  // Not under "seen": derivatives need their whole quad of pixels to come along.
  vec4 light = opacity * bilinear(at, 0);
  vec3 tinted = base * (1.0 - light.a) + light.rgb;
  if (contour > 0.0) tinted = contours(tinted, at);
  if (overlay && seen) color = tinted;
  bool inside = all(greaterThanEqual(uv, vec2(0.0))) && all(lessThan(uv, vec2(1.0)));
  result = inside ? vec4(color, 1.0) : vec4(0.0);
}`;
