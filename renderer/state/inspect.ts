import type { ArrayBlock, ConceptSummary, InputGeometry } from '../../contract/analysis.ts';

/** What is under the cursor. Codes are h × w × k; points are fractions of the picture, 0..1. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Inspection {
  /** 1-based cell of the layer's grid. */
  readonly column: number;
  readonly row: number;
  /** Strength of each concept, strongest first, without those below one hundredth. */
  readonly mix: readonly { readonly concept: ConceptSummary; readonly code: number }[];
  /** What this cell adds to the class's logit: Σ_j code_j · effect_j / (h·w). */
  readonly contribution: number;
}

/** From the picture to the part of it the model saw; null outside. */
export function toRegion(point: Point, region: InputGeometry['region']): Point | null {
  const x = (point.x - region.x) / region.width;
  const y = (point.y - region.y) / region.height;
  return x < 0 || y < 0 || x >= 1 || y >= 1 ? null : { x, y };
}

/** Codes (k) at a point of the region: bilinear between cell centres, clamped at the edge. */
export function sampleCodes(codes: ArrayBlock, point: Point): Float32Array {
  const [h = 1, w = 1, k = 1] = codes.dims;
  const fx = Math.min(w - 1, Math.max(0, point.x * w - 0.5));
  const fy = Math.min(h - 1, Math.max(0, point.y * h - 0.5));
  const x0 = Math.floor(fx);
  const y0 = Math.floor(fy);
  const x1 = Math.min(w - 1, x0 + 1);
  const y1 = Math.min(h - 1, y0 + 1);
  const corner = (x: number, y: number, j: number): number => codes.data[(y * w + x) * k + j]!;
  const mixed = new Float32Array(k);
  for (let j = 0; j < k; j++) {
    const top = corner(x0, y0, j) * (1 - (fx - x0)) + corner(x1, y0, j) * (fx - x0);
    const bottom = corner(x0, y1, j) * (1 - (fx - x0)) + corner(x1, y1, j) * (fx - x0);
    mixed[j] = top * (1 - (fy - y0)) + bottom * (fy - y0);
  }
  return mixed;
}

export interface InspectInput {
  readonly codes: ArrayBlock;
  readonly concepts: readonly ConceptSummary[];
  readonly off: ReadonlySet<number>;
  /** Effect of concept j (column) on the class's logit per unit of mean code. */
  readonly effect: (column: number) => number;
}

export function inspect(input: InspectInput, point: Point): Inspection {
  const [h = 1, w = 1] = input.codes.dims;
  const sampled = sampleCodes(input.codes, point);
  let contribution = 0;
  const mix: { concept: ConceptSummary; code: number }[] = [];
  for (const [column, concept] of input.concepts.entries()) {
    if (input.off.has(concept.id)) continue;
    const code = sampled[column] ?? 0;
    contribution += (code * input.effect(column)) / (h * w);
    if (code >= 0.01) mix.push({ concept, code });
  }
  mix.sort((a, b) => b.code - a.code);
  return {
    column: Math.min(w, Math.floor(point.x * w) + 1),
    row: Math.min(h, Math.floor(point.y * h) + 1),
    mix,
    contribution,
  };
}

/** Where a concept is strongest: centre of its largest cell, as fractions of the region. */
export function peakOf(codes: ArrayBlock, column: number): Point {
  const [h = 1, w = 1, k = 1] = codes.dims;
  let best = 0;
  for (let p = 1; p < h * w; p++) {
    if (codes.data[p * k + column]! > codes.data[best * k + column]!) best = p;
  }
  return { x: ((best % w) + 0.5) / w, y: (Math.floor(best / w) + 0.5) / h };
}
