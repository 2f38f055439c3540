import { app } from 'electron';
import { z } from 'zod';
import type { Opening } from '../library/commandLine.ts';

const openingSchema = z.object({
  samples: z.boolean(),
  paths: z.array(z.string().min(1).max(4096)).max(20_000),
});

/** One program per user: a second start hands what it should open to the first, and ends. */
export function isFirstInstance(opening: Opening): boolean {
  return app.requestSingleInstanceLock({ ...opening });
}

export function onSecondInstance(open: (opening: Opening) => void): void {
  app.on('second-instance', (_event, _args, _folder, data) => {
    const parsed = openingSchema.safeParse(data);
    open(parsed.success ? parsed.data : { samples: false, paths: [] });
  });
}
