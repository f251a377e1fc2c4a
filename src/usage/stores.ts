import type { Source } from './tokens';

/** Type of data source in the JSON of dashboards that ask in PromQL. */
export const PROMETHEUS = 'prometheus';

/** The stores that take PromQL. */
export function storesOf(sources: readonly Source[]): readonly Source[] {
  return sources.filter(({ kind }) => kind === PROMETHEUS);
}

/**
 * The store that is asked: the one of that name, else the one that the view prefers, else the first one.
 *
 * @param uid - as the dashboard says, its variables filled in; other dashboards' ids name nothing here.
 */
export function storeOf(
  uid: string,
  sources: readonly Source[],
  preferred: string
): string | null {
  const stores = storesOf(sources);
  const named = (wanted: string) => stores.find(({ name }) => name === wanted);
  return (named(uid) ?? named(preferred) ?? stores[0])?.name ?? null;
}
