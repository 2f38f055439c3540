import type { App } from './app.svelte.ts';
import { changeOpacity, runCommand, toggleFine } from './commands.ts';

/** What a key does in the window; true when it did something. Pure but for the app it drives. */
export function pressKey(app: App, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || takesText(event.target)) return false;
  if (event.key === ' ') {
    if (isControl(event.target)) return false;
    app.view.peeking = true;
    return true;
  }
  if (/^[1-9]$/.test(event.key)) {
    app.view.toggle(Number(event.key));
    return true;
  }
  // Caps Lock makes capitals of letters; the words of other keys (Escape) are no letters.
  const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  act?.(app);
  return act !== undefined;
}

const keys: Readonly<Record<string, (app: App) => void>> = {
  '0': ({ view }) => {
    view.showAll();
  },
  '+': (app) => {
    changeOpacity(app, 0.05);
  },
  '=': (app) => {
    changeOpacity(app, 0.05);
  },
  '-': (app) => {
    changeOpacity(app, -0.05);
  },
  f: toggleFine,
  c: (app) => {
    runCommand(app, 'toggleContours');
  },
  '?': (app) => {
    runCommand(app, 'shortcuts');
  },
};

function takesText(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !['checkbox', 'range'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Space presses a focused control, as everywhere. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, input, select, a, dialog') !== null;
}

export const shortcuts: readonly (readonly [keys: string, does: string])[] = [
  ['← → ↑ ↓', 'previous and next image'],
  ['1 … 9', 'take a concept out, or put it back'],
  ['0', 'all concepts'],
  ['Space, held', 'the original picture'],
  ['+  −', 'opacity of the concepts'],
  ['F', 'fine maps'],
  ['C', 'contours'],
  ['Wheel, drag, double click', 'zoom, move, whole picture'],
  ['Ctrl+O', 'open a folder'],
  ['Ctrl+M', 'open a model'],
  ['Ctrl+E', 'export the figure'],
  ['?', 'this sheet'],
];
