import type { Entry } from './tokens';

/** Entries of a page. */
export const PAGE = 200;

/** The page that a place is in. */
export function pageOf(place: number): number {
  return Math.floor(place / PAGE);
}

/** Entries that follow each other in a long list, from a place on. */
export interface IPage {
  readonly offset: number;
  readonly entries: readonly Entry[];
}

/**
 * A long list of which only some pages are loaded.
 *
 * Never changed: a change makes a new one that shares the pages which stay, so that a page that arrives costs as much
 * in a list of a million as in one of a thousand.
 */
export class Pages {
  static readonly NONE = new Pages(0, new Map());

  private constructor(
    /** How many entries there are, loaded or not. */
    readonly size: number,
    private readonly _pages: ReadonlyMap<number, readonly Entry[]>
  ) {}

  /** What is loaded, from the top. */
  get loaded(): IPage[] {
    return [...this._pages]
      .sort(([one], [other]) => one - other)
      .map(([page, entries]) => ({ offset: page * PAGE, entries }));
  }

  /** Entries that are loaded, from the top. */
  get entries(): Entry[] {
    return this.loaded.flatMap(({ entries }) => entries);
  }

  /** A loaded entry. */
  find(id: string): Entry | undefined {
    for (const entries of this._pages.values()) {
      const found = entries.find(entry => entry.id === id);
      if (found) {
        return found;
      }
    }
    return undefined;
  }

  /** This list with a page put at its place, and with that many entries. */
  with(page: number, entries: readonly Entry[], size: number): Pages {
    const pages = new Map<number, readonly Entry[]>();
    for (const [known, own] of new Map(this._pages).set(page, entries)) {
      const room = size - known * PAGE;
      if (room > 0) {
        pages.set(known, own.length > room ? own.slice(0, room) : own);
      }
    }
    return new Pages(size, pages);
  }

  /** This list with an entry in place of the one with its id. */
  put(entry: Entry): Pages {
    for (const [page, entries] of this._pages) {
      if (entries.some(({ id }) => id === entry.id)) {
        const own = entries.map(item => (item.id === entry.id ? entry : item));
        return this.with(page, own, this.size);
      }
    }
    return this;
  }
}
