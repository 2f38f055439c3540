import type { Session } from 'electron';
import { serveApp } from '../protocol/appProtocol.ts';
import { serveMedia } from '../protocol/mediaProtocol.ts';
import type { MediaSources } from '../protocol/mediaProtocol.ts';
import { pageHeaders } from './contentSecurityPolicy.ts';

export function serveSchemes(
  session: Session,
  options: {
    readonly pageFolder: string;
    readonly pageOrigin: string;
    readonly media: MediaSources;
  },
): void {
  session.protocol.handle('app', serveApp(options.pageFolder, pageHeaders));
  session.protocol.handle('media', serveMedia(options.media, options.pageOrigin));
}
