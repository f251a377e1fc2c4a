/** Where a catalog or an entry is found again, in this list of catalogs or in somebody else's. */
export interface IBookmark {
  /** Of the catalog. */
  readonly location: string;
  /** Ids from the catalog's outermost entry down to the entry; empty for the catalog itself. */
  readonly trail: readonly string[];
  readonly title: string;
}

/** Levels of a trail at most. */
export const DEEPEST = 50;

/** Whether both lead to the same place. */
export function isSamePlace(
  one: Omit<IBookmark, 'title'>,
  other: Omit<IBookmark, 'title'>
): boolean {
  return (
    one.location === other.location && one.trail.at(-1) === other.trail.at(-1)
  );
}

/** The bookmarks in something that was kept, perhaps by another version. */
export function bookmarksIn(kept: unknown): IBookmark[] {
  return Array.isArray(kept) ? kept.filter(isBookmark) : [];
}

function isBookmark(value: unknown): value is IBookmark {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { location, trail, title } = value as Partial<Record<string, unknown>>;
  return (
    typeof location === 'string' &&
    typeof title === 'string' &&
    Array.isArray(trail) &&
    trail.length <= DEEPEST &&
    trail.every(id => typeof id === 'string')
  );
}
