import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import { DEEPEST, type IBookmark } from './bookmarks';

const CATALOG = 'pangeo-catalog';
const ENTRY = 'pangeo-entry';

/** A place that a link leads to. */
export type LinkPlace = Omit<IBookmark, 'title'>;

/**
 * Address that opens Lab at a catalog or an entry.
 *
 * On a JupyterHub the link is one that leads whoever follows it to a server of their own.
 *
 * @param baseUrl - of the Jupyter server.
 */
export function linkTo(
  { location, trail }: LinkPlace,
  baseUrl: string
): string {
  const hub = PageConfig.getOption('hubPrefix');
  const base = hub
    ? URLExt.join(window.location.origin, hub, 'user-redirect')
    : baseUrl;
  const query = new URLSearchParams([
    [CATALOG, location],
    ...trail.map(id => [ENTRY, id])
  ]);
  return `${URLExt.join(base, 'lab')}?${query.toString()}`;
}

/** What the query of an address leads to; null where it leads nowhere. */
export function placeIn(search: string): LinkPlace | null {
  const query = new URLSearchParams(search);
  const location = query.get(CATALOG)?.trim();
  const trail = query.getAll(ENTRY);
  return location && location.length <= 4096 && trail.length <= DEEPEST
    ? { location, trail }
    : null;
}

/** The query of an address without what a link puts there. */
export function withoutPlace(search: string): string {
  const query = new URLSearchParams(search);
  query.delete(CATALOG);
  query.delete(ENTRY);
  const rest = query.toString();
  return rest ? `?${rest}` : '';
}
