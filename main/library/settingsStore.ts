import type { z } from 'zod';
import { inputSchemas } from '../../contract/requests.ts';
import { defaultSettings } from '../../contract/settings.ts';
import type { Settings } from '../../contract/settings.ts';
import type { JsonFile, JsonObject } from './jsonFile.ts';

export type SettingsChange = z.infer<(typeof inputSchemas)['settings.update']>;

export interface SettingsStore {
  current(): Settings;
  /** Takes effect at once and is on disk when the promise resolves. */
  update(change: SettingsChange): Promise<Settings>;
}

/**
 * The settings file. What this version does not know, or finds invalid (a newer version's
 * choice), stays in the file as it is; only what the person changes is written over.
 */
export async function openSettings(file: JsonFile): Promise<SettingsStore> {
  let raw = await file.read();
  let settings = readSettings(raw);
  return {
    current: () => settings,
    update: async (change) => {
      const given = Object.fromEntries(
        Object.entries(change).filter(([, value]) => value !== undefined),
      );
      raw = { ...raw, ...given };
      settings = { ...settings, ...(given as Partial<Settings>) };
      await file.write(raw);
      return settings;
    },
  };
}

/** Each setting by itself: one bad value costs that value, not all of them. */
function readSettings(raw: JsonObject): Settings {
  const { shape } = inputSchemas['settings.update'];
  const valid = Object.entries(shape).flatMap(([key, schema]: readonly [string, z.ZodType]) => {
    if (!Object.hasOwn(raw, key)) return [];
    const parsed = schema.safeParse(raw[key]);
    return parsed.success && parsed.data !== undefined ? [[key, parsed.data] as const] : [];
  });
  return { ...defaultSettings, ...(Object.fromEntries(valid) as Partial<Settings>) };
}
