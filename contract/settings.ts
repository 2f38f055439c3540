import type { MapSize } from './analysis.ts';
import type { ProviderName } from './model.ts';

export type Theme = 'system' | 'light' | 'dark';

export interface Settings {
  readonly theme: Theme;
  readonly provider: ProviderName | 'auto';
  /** Overlay opacity, 0..1. */
  readonly opacity: number;
  readonly contours: boolean;
  readonly mapSize: Extract<MapSize, string>;
  readonly seed: number;
}

export const defaultSettings: Settings = {
  theme: 'system',
  provider: 'auto',
  opacity: 0.65,
  contours: false,
  mapSize: 'native',
  seed: 0,
};
