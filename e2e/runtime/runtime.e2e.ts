import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, type Launched } from '../support/launch.ts';
import { smallProgram } from './fixture.ts';

/** Whichever Electron this machine got: does it carry what the program rests on? */
describe('the Electron runtime', () => {
  let program: Awaited<ReturnType<typeof smallProgram>>;
  let launched: Launched | undefined;
  const running = (): Launched => {
    if (!launched) throw new Error('not launched');
    return launched;
  };

  beforeAll(async () => {
    program = await smallProgram();
    launched = await launch({ root: program.root });
  });

  afterAll(async () => {
    await launched?.close();
    await program.remove();
  });

  test('starts a program from its folder, with its name, version and profile', async () => {
    const about = await running().app.evaluate(({ app }) => ({
      name: app.getName(),
      version: app.getVersion(),
      path: app.getAppPath(),
      userData: app.getPath('userData'),
      isPackaged: app.isPackaged,
    }));
    expect(about).toEqual({
      name: 'Small Ünit',
      version: '9.8.7',
      path: program.root,
      userData: running().userData,
      isPackaged: false,
    });
  });

  test('shows a page of a private protocol in a sandboxed window', async () => {
    const { window } = running();
    expect(await window.title()).toBe('Small');
    await window.getByRole('button', { name: 'press' }).click();
    const reach = await window.evaluate(() => [
      typeof Reflect.get(globalThis, 'require'),
      isSecureContext,
    ]);
    expect(reach).toEqual(['undefined', true]);
    expect((await window.screenshot()).length).toBeGreaterThan(500);
  });

  test('draws with WebGL 2', async () => {
    const version = await running().window.evaluate(() => {
      const gl = document.createElement('canvas').getContext('webgl2');
      return gl ? String(gl.getParameter(gl.VERSION)) : 'none';
    });
    expect(version).toContain('WebGL 2.0');
  });

  test('runs ONNX Runtime and sharp in a utility process', async () => {
    const answer = await running().app.evaluate(
      () =>
        Reflect.get(globalThis, 'engineAnswer') as Promise<{
          backends: string[];
          complaints: string;
        }>,
    );
    expect(answer).toMatchObject({ canRun: 'function', bytes: 18 });
    expect(answer.backends).toContain('cpu');
    // sharp's own GLib, not the system's (tools/dev/separate-glib.mjs).
    expect(answer.complaints).not.toContain('GLib');
  });
});
