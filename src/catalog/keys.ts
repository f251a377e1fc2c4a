import type { ISelection } from './tokens';

/** Key of a catalog's row, or of an entry's. */
export function keyOf(catalogId: string, entryId: string | null): string {
  return entryId === null ? catalogId : `${catalogId}/${entryId}`;
}

/** What a key stands for; ids of catalogs hold no slash. */
export function placeOf(key: string): ISelection {
  const slash = key.indexOf('/');
  return slash < 0
    ? { catalogId: key, entryId: null }
    : { catalogId: key.slice(0, slash), entryId: key.slice(slash + 1) };
}
