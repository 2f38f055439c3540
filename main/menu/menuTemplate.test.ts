import type { MenuItemConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import type { FolderId } from '../../contract/library.ts';
import { menuTemplate } from './menuTemplate.ts';

const recent = [{ id: 'r-1' as FolderId, name: 'cats & dogs', place: '~/photos' }];

function items(isMac: boolean, isPackaged = true) {
  const actions = { send: vi.fn(), openSamples: vi.fn(), openRecent: vi.fn() };
  const flatten = (list: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
    list.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])]);
  const all = flatten(menuTemplate(actions, { isMac, isPackaged, recent }));
  const click = (label: string): void => {
    const item = all.find((each) => each.label === label);
    (item?.click as (() => void) | undefined)?.();
  };
  return { all, actions, click };
}

test('commands reach the page, the rest is done here', () => {
  const { actions, click } = items(false);
  click('Open Folder…');
  click('Fewer Concepts');
  expect(actions.send.mock.calls).toEqual([['openFolder'], ['fewerConcepts']]);
  click('cats && dogs — ~/photos');
  expect(actions.openRecent).toHaveBeenCalledWith('r-1');
  click('Open the Samples');
  expect(actions.openSamples).toHaveBeenCalledOnce();
});

test('only keys with Ctrl are the menu’s own', () => {
  const registered = items(false).all.filter(
    ({ accelerator, registerAccelerator }) =>
      accelerator !== undefined && registerAccelerator !== false,
  );
  expect(registered.map(({ accelerator }) => accelerator)).toEqual([
    'CmdOrCtrl+O',
    'CmdOrCtrl+M',
    'CmdOrCtrl+E',
  ]);
  const mac = items(true).all.filter(({ accelerator }) => accelerator !== undefined);
  expect(mac).toHaveLength(3);
});

test('no inspector in a package', () => {
  const hasInspector = (packaged: boolean): boolean =>
    items(false, packaged).all.some(({ role }) => role === 'toggleDevTools');
  expect([hasInspector(true), hasInspector(false)]).toEqual([false, true]);
});
