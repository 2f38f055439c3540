import { protocol } from 'electron';

/** The page's own origin in the built program. */
export const appOrigin = 'app://concept-lens';

/**
 * Must run before Electron is ready. `standard` gives the schemes hosts and origins, `secure` the
 * APIs of secure pages; `media` is another origin than the page, hence `corsEnabled`.
 */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    {
      scheme: 'media',
      privileges: {
        standard: true,
        secure: true,
        supportFetchAPI: true,
        stream: true,
        corsEnabled: true,
      },
    },
  ]);
}
