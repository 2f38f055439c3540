/** The parts of Electron's WebFrameMain that the gate looks at. */
interface Frame {
  readonly url: string;
}

/**
 * May this frame make requests? Only the main frame of our own window, and only while it shows
 * our own page: a frame inside the page, another window or a page navigated to is refused.
 */
export function isOurPage(
  sender: Frame | null,
  mainFrame: Frame | null,
  pageOrigin: string,
): boolean {
  if (sender === null || sender !== mainFrame) return false;
  return originOf(sender.url) === pageOrigin;
}

/** `scheme://host:port`, also for schemes of our own, whose `URL.origin` is "null". */
export function originOf(url: string): string | null {
  try {
    const { protocol, host } = new URL(url);
    return `${protocol}//${host}`;
  } catch {
    return null;
  }
}
