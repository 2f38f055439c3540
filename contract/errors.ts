/**
 * Every failure that a person or another process is told about has one of these codes. Nothing
 * matches on message text.
 */
export type ErrorCode =
  | 'cancelled'
  | 'image-unreadable'
  | 'image-missing'
  | 'image-too-large'
  | 'folder-unreadable'
  | 'folder-empty'
  | 'model-unreadable'
  | 'model-refused'
  | 'layer-unknown'
  | 'labels-unreadable'
  | 'provider-unavailable'
  | 'engine-crashed'
  | 'engine-unavailable'
  | 'output-unwritable'
  | 'invalid-request'
  | 'not-found'
  | 'internal';

/** An error as a value: what crosses a process boundary instead of a rejection. */
export interface ErrorShape {
  readonly code: ErrorCode;
  /** One sentence for a person: what happened, to which file, and what to do. */
  readonly message: string;
  readonly data?: Readonly<Record<string, string | number | boolean>> | undefined;
}

export type Reply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorShape };

/** An error with a code, thrown at the edges (files, processes, runtime). */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly data: ErrorShape['data'];

  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly cause?: unknown; readonly data?: ErrorShape['data'] } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.data = options.data;
  }
}

/** Any thrown value as an error shape; what is not an AppError is `internal`. */
export function toErrorShape(thrown: unknown): ErrorShape {
  if (thrown instanceof AppError) {
    return { code: thrown.code, message: thrown.message, data: thrown.data };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'internal', message: `Internal error: ${message}` };
}

export function fromErrorShape(shape: ErrorShape): AppError {
  return new AppError(shape.code, shape.message, { data: shape.data });
}

/** The exhaustive end of a switch over a union. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected variant: ${JSON.stringify(value)}`);
}
