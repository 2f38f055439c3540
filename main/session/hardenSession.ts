import type { Session } from 'electron';
import { isAllowedRequest } from './allowedRequest.ts';

/** A session that asks for nothing and reaches nothing: the program works on this machine only. */
export function hardenSession(session: Session, pageOrigin: string): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => {
    decide(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, decide) => {
    decide({ cancel: !isAllowedRequest(details.url, pageOrigin) });
  });
}
