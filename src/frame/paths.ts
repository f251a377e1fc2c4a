/**
 * Origin that a page in a frame believes to come from. No resolver knows it, so that nothing that a page makes of its
 * address can lead anywhere, and Lab's own address is not told to it.
 */
export const PAGE_ORIGIN = 'http://dashboard.invalid';

/** Host that a script derives a WebSocket's address from where its document is a `srcdoc`. */
const SRCDOC_HOST = 'srcdoc';

const LONGEST = 4096;

/** A page's address as the page sees it. */
export function pageUrl(path: string): string {
  return `${PAGE_ORIGIN}/${path}`;
}

/**
 * Path below the dashboard that an address means, seen from a page; null where it leads elsewhere.
 *
 * The server has the last word; here is refused what a browser would resolve to another place.
 */
export function resolvePath(address: string, page: string): string | null {
  const url = parse(address, page);
  return url?.origin === PAGE_ORIGIN ? toPath(url) : null;
}

/** Like {@link resolvePath} for WebSockets, whose address scripts may have built from the frame's own. */
export function resolveSocket(address: string, page: string): string | null {
  const url = parse(address, page);
  if (!url || !/^(wss?|https?):$/.test(url.protocol)) {
    return null;
  }
  if (url.host === SRCDOC_HOST) {
    const own = page.replace(/[?#].*$/, '').replace(/\/+$/, '');
    return resolvePath(`${PAGE_ORIGIN}/${own}${url.pathname}${url.search}`, '');
  }
  return url.host === new URL(PAGE_ORIGIN).host ? toPath(url) : null;
}

/** The address of another site that a link leads to, null where it leads nowhere that a tab may open. */
export function resolveExternal(address: string, page: string): string | null {
  const url = parse(address, page);
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  return url && isWeb && url.origin !== PAGE_ORIGIN && !url.username
    ? url.href
    : null;
}

function parse(address: string, page: string): URL | null {
  if (address.length > LONGEST) {
    return null;
  }
  try {
    return new URL(address, pageUrl(page));
  } catch {
    return null;
  }
}

function toPath(url: URL): string | null {
  const path = url.pathname.slice(1);
  const isPlain =
    !url.username &&
    !url.password &&
    !/(^|\/)(\.|%2e)+(\/|$)/i.test(path) &&
    !/\/\/|\\|%5c|%00|%25/i.test(path);
  return isPlain ? path + url.search : null;
}
