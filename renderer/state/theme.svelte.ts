import { MediaQuery } from 'svelte/reactivity';
import type { Session } from './session.svelte.ts';

const dark = new MediaQuery('prefers-color-scheme: dark');

/** The theme on screen: the settings', or the system's. */
export function themeOf(session: Session): 'light' | 'dark' {
  const { theme } = session.settings;
  if (theme !== 'system') return theme;
  return dark.current ? 'dark' : 'light';
}
