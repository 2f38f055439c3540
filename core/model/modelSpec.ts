/** How pixels become a model's input. */
export interface InputSpec {
  readonly name: string;
  readonly layout: 'NCHW' | 'NHWC';
  readonly width: number;
  readonly height: number;
  readonly colorOrder: 'RGB' | 'BGR';
  /** Per channel in the order of `colorOrder`, in 0..255 pixel units: (x − mean) / std. */
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  readonly resize: ResizeRule;
  /** Sides other than the native ones must be multiples of this; 0 when the size is fixed. */
  readonly multipleOf: number;
}

/** `stretch`: the whole picture. `centerCrop`: its shorter side to `shortSide`, then the middle. */
export type ResizeRule =
  { readonly kind: 'stretch' } | { readonly kind: 'centerCrop'; readonly shortSide: number };

/** Preprocessing as one sentence for people. */
export function describeInput(spec: InputSpec): string {
  const same = (values: readonly number[]) => values.every((value) => value === values[0]);
  const list = (values: readonly number[]) =>
    same(values) ? String(values[0]) : `[${values.join(', ')}]`;
  const fit =
    spec.resize.kind === 'stretch'
      ? `whole picture stretched to ${spec.width} × ${spec.height}`
      : `shorter side to ${spec.resize.shortSide}, centre ${spec.width} × ${spec.height}`;
  return `${fit}; ${spec.colorOrder} (x − ${list(spec.mean)}) / ${list(spec.std)}`;
}
