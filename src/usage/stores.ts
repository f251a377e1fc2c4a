import { own } from './dashboard/read/json';
import type { Source } from './tokens';

/** Type of data source in the JSON of dashboards that ask in PromQL. */
export const PROMETHEUS = 'prometheus';

/** The stores that take PromQL. */
export function storesOf(sources: readonly Source[]): readonly Source[] {
  return sources.filter(({ kind }) => kind === PROMETHEUS);
}

/** What decides which store is asked. */
export interface IStoreContext {
  readonly sources: readonly Source[];
  /** Name of the store that is preferred. */
  readonly store: string;
  /** Names of sources by what the dashboard calls them. */
  readonly stores: Readonly<Record<string, string>>;
}

/**
 * The store that is asked: the one of that name, else the one that is preferred, else the first one.
 *
 * @param uid - as the dashboard says, its variables filled in.
 */
export function storeOf(
  uid: string,
  { sources, store, stores }: IStoreContext
): string | null {
  const all = storesOf(sources);
  const named = (wanted: string) => all.find(({ name }) => name === wanted);
  // What the dashboard means is asked though it is not listed yet: never another one in its place.
  const meant = uid === '' ? undefined : own(stores, uid);
  return meant ?? (named(uid) ?? named(store) ?? all[0])?.name ?? null;
}
