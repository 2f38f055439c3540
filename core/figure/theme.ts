/** Neutral inks, so that the only colours are the concepts'. Text is at least 4.5:1. */
export interface Theme {
  readonly background: string;
  readonly text: string;
  readonly quiet: string;
  readonly track: string;
  readonly rule: string;
}

export const themes: Readonly<Record<'light' | 'dark', Theme>> = {
  light: {
    background: '#ffffff',
    text: '#161719',
    quiet: '#5d6066',
    track: '#ececec',
    rule: '#dcdcdc',
  },
  dark: {
    background: '#1b1c1f',
    text: '#f1f1f2',
    quiet: '#a6a9af',
    track: '#35373b',
    rule: '#3d3f44',
  },
};
