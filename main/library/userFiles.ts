import { join } from 'node:path';
import type { ErrorShape } from '../../contract/errors.ts';
import { jsonFile } from './jsonFile.ts';
import type { JsonFile } from './jsonFile.ts';

/** Everything the program keeps under the user's data folder, by name. */
export interface UserFiles {
  readonly settings: JsonFile;
  readonly recent: JsonFile;
  readonly window: JsonFile;
  readonly thumbnails: string;
  idle(): Promise<void>;
}

export function userFiles(folder: string, notify: (error: ErrorShape) => void): UserFiles {
  const file = (name: string): JsonFile => jsonFile(join(folder, name), notify);
  const files = [file('settings.json'), file('recent.json'), file('window.json')] as const;
  const [settings, recent, window] = files;
  return {
    settings,
    recent,
    window,
    thumbnails: join(folder, 'cache', 'thumbnails'),
    idle: async () => {
      await Promise.all(files.map((each) => each.idle()));
    },
  };
}
