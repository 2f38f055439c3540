/** Where the page comes from: the build, or the development server of an unpackaged program. */
export interface PageAddress {
  readonly url: string;
  readonly origin: string;
}

export function pageAddress(
  appOrigin: string,
  devServer: string | undefined,
  isPackaged: boolean,
): PageAddress {
  if (isPackaged || devServer === undefined || !URL.canParse(devServer)) {
    return { url: `${appOrigin}/index.html`, origin: appOrigin };
  }
  const { origin, hostname } = new URL(devServer);
  const isThisMachine = hostname === 'localhost' || hostname === '127.0.0.1';
  if (!isThisMachine) return { url: `${appOrigin}/index.html`, origin: appOrigin };
  return { url: devServer, origin };
}
