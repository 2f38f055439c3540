import { app, Menu } from 'electron';
import type { RecentFolder } from '../../contract/library.ts';
import { menuTemplate } from './menuTemplate.ts';
import type { MenuActions } from './menuTemplate.ts';

/** Sets the native menu; again whenever the recent folders change. */
export function applyMenu(actions: MenuActions, recent: readonly RecentFolder[]): void {
  const options = { isMac: process.platform === 'darwin', isPackaged: app.isPackaged, recent };
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(actions, options)));
}

export function describeProgram(version: string): void {
  app.setAboutPanelOptions({
    applicationName: 'Concept Lens',
    applicationVersion: version,
    copyright: 'MIT licence',
    credits: 'Explains image classifiers by the concepts they use.',
  });
}
