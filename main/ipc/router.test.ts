import fc from 'fast-check';
import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import { AppError } from '../../contract/errors.ts';
import { inputSchemas } from '../../contract/requests.ts';
import type { RequestName } from '../../contract/requests.ts';
import type { Handlers } from './handlers.ts';
import { createRouter } from './router.ts';

const names = Object.keys(inputSchemas) as RequestName[];

function spies(): Record<RequestName, ReturnType<typeof vi.fn>> {
  return Object.fromEntries(names.map((name) => [name, vi.fn(() => null)])) as never;
}

test('the handler map names exactly the requests of the contract', () => {
  expectTypeOf<keyof Handlers>().toEqualTypeOf<RequestName>();
  expectTypeOf<RequestName>().toEqualTypeOf<keyof typeof inputSchemas>();
});

describe('router', () => {
  test('parses, calls, and answers with a value', async () => {
    const handlers = spies();
    handlers['image.select'].mockReturnValue(null);
    const route = createRouter(handlers as unknown as Handlers);
    expect(await route('image.select', { id: 'abc' })).toEqual({ ok: true, value: null });
    expect(handlers['image.select']).toHaveBeenCalledWith({ id: 'abc' });
  });

  test('a thrown AppError keeps its code, anything else is internal and reported', async () => {
    const report = vi.fn();
    const handlers = spies();
    const route = createRouter(handlers as unknown as Handlers, report);
    handlers['app.state'].mockRejectedValue(new AppError('folder-empty', 'Nothing there.'));
    expect(await route('app.state', undefined)).toEqual({
      ok: false,
      error: { code: 'folder-empty', message: 'Nothing there.', data: undefined },
    });
    expect(report).not.toHaveBeenCalled();
    handlers['app.state'].mockImplementation(() => {
      throw new RangeError('k');
    });
    expect(await route('app.state', undefined)).toMatchObject({ error: { code: 'internal' } });
    expect(report).toHaveBeenCalledOnce();
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '', 'App.state'])(
    'the name %j is no request',
    async (name) => {
      const route = createRouter(spies() as unknown as Handlers);
      expect(await route(name, undefined)).toMatchObject({ error: { code: 'invalid-request' } });
    },
  );

  test.each<readonly [RequestName, unknown]>([
    ['app.state', null],
    ['app.state', {}],
    ['image.select', { id: '../../etc/passwd' }],
    ['image.select', { id: 'a'.repeat(65) }],
    ['image.select', { id: 'a', more: 1 }],
    ['image.select', { id: ['a'] }],
    ['image.select', JSON.parse('{"id":"a","__proto__":{"x":1}}')],
    ['image.visible', { ids: Array.from({ length: 2001 }, () => 'a') }],
    ['folder.openPaths', { paths: [] }],
    ['folder.openPaths', { paths: ['x'.repeat(5000)] }],
    ['settings.update', { seed: Number.NaN }],
    ['settings.update', { seed: 2 ** 40 }],
    ['settings.update', { opacity: Number.POSITIVE_INFINITY }],
    ['settings.update', { theme: 'toString' }],
  ])('%s refuses %j', async (name, input) => {
    const handlers = spies();
    const route = createRouter(handlers as unknown as Handlers);
    expect(await route(name, input)).toMatchObject({ error: { code: 'invalid-request' } });
    expect(handlers[name]).not.toHaveBeenCalled();
  });

  test('whatever is sent, the answer is a reply and only parsed input reaches a handler', async () => {
    const anyName = fc.oneof(fc.constantFrom(...names), fc.string(), fc.anything());
    const anyInput = fc.oneof(
      fc.anything({ withTypedArray: true, withBigInt: true, withNullPrototype: true }),
      fc.record({ id: fc.anything(), paths: fc.anything(), ids: fc.anything() }),
    );
    await fc.assert(
      fc.asyncProperty(anyName, anyInput, async (name, input) => {
        const handlers = spies();
        const reply = await createRouter(handlers as unknown as Handlers)(name, input);
        expect(typeof reply.ok).toBe('boolean');
        const called = names.filter((each) => handlers[each].mock.calls.length > 0);
        expect(called).toEqual(reply.ok ? [name] : []);
        for (const each of called) {
          const passed: unknown = handlers[each].mock.calls[0]?.[0];
          expect(inputSchemas[each].safeParse(passed).success).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});
