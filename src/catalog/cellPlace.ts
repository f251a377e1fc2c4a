import type { ReadonlyPartialJSONValue } from '@lumino/coreutils';

/** Where the load code of a cell came from, as its metadata say. */
export interface ICellPlace {
  readonly catalogId: string;
  readonly entryId: string;
  readonly location: string;
}

/** What a cell's metadata say of the catalog that its code came from; null where they say nothing. */
export function cellPlace(
  metadata: ReadonlyPartialJSONValue | undefined
): ICellPlace | null {
  if (
    typeof metadata !== 'object' ||
    metadata === null ||
    Array.isArray(metadata)
  ) {
    return null;
  }
  const { catalog, entry, location } = metadata as Record<string, unknown>;
  return typeof catalog === 'string' &&
    typeof entry === 'string' &&
    typeof location === 'string'
    ? { catalogId: catalog, entryId: entry, location }
    : null;
}
