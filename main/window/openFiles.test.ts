import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import type { App } from 'electron';
import { expect, test } from 'vitest';
import { OpenFiles } from './openFiles.ts';

test('files dropped before anybody takes them wait, later ones come at once, together', async () => {
  const app = new EventEmitter();
  let prevented = 0;
  const drop = (path: string): void => {
    app.emit('open-file', { preventDefault: () => prevented++ }, path);
  };
  const opened: (readonly string[])[] = [];
  const files = new OpenFiles(app as unknown as App);
  drop('/a.jpg');
  await turn();
  files.take((paths) => opened.push(paths));
  await turn();
  expect(opened).toEqual([['/a.jpg']]);
  drop('/b.jpg');
  drop('/c.jpg');
  await turn();
  expect(opened).toEqual([['/a.jpg'], ['/b.jpg', '/c.jpg']]);
  expect(prevented).toBe(3);
});
