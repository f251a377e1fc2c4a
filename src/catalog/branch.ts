import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { asError } from '../api/errors';
import { Resource } from '../api/resource';
import type { Wire } from '../api/tokens';
import { coalesce } from './coalesce';
import { PAGE, pageOf, Pages } from './pages';
import type { Entry, Remote } from './tokens';

/** Pages that are asked for at once. */
const AT_ONCE = 2;

/** Milliseconds between pages that are asked for because the view moved: a quick drag passes hundreds. */
const APART = 80;

/** Pages beyond those in view that are read again for what is open in them. */
const OPEN = 10;

/** Ask for a page of children; `offset` is how many stand before it. */
export type FetchPage = (
  offset: number,
  limit: number,
  signal?: AbortSignal
) => Promise<Wire<'EntryPage'>>;

/** The children of one node: the first page, and those that were looked at. */
export class Branch implements IDisposable {
  constructor(
    private readonly _fetch: FetchPage,
    private readonly _isOpen: (entry: Entry) => boolean
  ) {
    this._resource = new Resource(signal => this._load(signal));
    this._resource.changed.connect(this._announce, this);
  }

  get changed(): ISignal<Branch, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._resource.isDisposed;
  }

  get snapshot(): Remote<Pages> {
    return this._resource.snapshot;
  }

  /** Children that are loaded. */
  get entries(): Entry[] {
    return this._resource.value?.entries ?? [];
  }

  /** Whether any page did not come. */
  get hasProblems(): boolean {
    return this._problems.size > 0;
  }

  /** Why the page of a place did not come. */
  problem(place: number): Error | undefined {
    return this._problems.get(pageOf(place));
  }

  /** Read the children again; calls while that goes on lead to one more. */
  readonly refresh = coalesce(() => this._resource.refresh());

  /** These places are in view: their pages are loaded, and no others any more. */
  look(places: Iterable<number>): void {
    this._seen = new Set(Array.from(places, pageOf));
    for (const [page, abort] of this._asked) {
      if (!this._seen.has(page)) {
        this._asked.delete(page);
        abort.abort();
      }
    }
    this._waiting ??= window.setTimeout(
      this._askInTime,
      Math.max(0, this._moved + APART - Date.now())
    );
  }

  /** Try again what failed. */
  again(): void {
    this._problems.clear();
    this._announce();
    this._ask();
  }

  /** Take in an entry that an answer brought. */
  put(entry: Entry): void {
    this._resource.patch(pages => pages.put(entry));
  }

  dispose(): void {
    window.clearTimeout(this._waiting);
    this._giveUp();
    this._resource.dispose();
    Signal.clearData(this);
  }

  /** Read the first page and those in view; others are read when they are looked at. */
  private async _load(signal: AbortSignal): Promise<Pages> {
    const before = this._resource.value ?? Pages.NONE;
    const seen = [...this._seen].filter(
      page => page > 0 && page <= pageOf(before.size - 1)
    );
    const pages = [0, ...seen.slice(0, AT_ONCE)];
    const ask = (page: number) => this._fetch(page * PAGE, PAGE, signal);
    const found = await Promise.all(pages.map(ask));
    const open = this._openPages(before, found[0].total).filter(
      page => !pages.includes(page)
    );
    pages.push(...open.slice(0, OPEN));
    found.push(...(await Promise.all(open.slice(0, OPEN).map(ask))));
    this._giveUp();
    this._problems.clear();
    this._fresh = new Set();
    // With another count, entries out of view stand at other places than before.
    return pages.reduce(
      (all, page, index) => this._with(all, page, found[index]),
      found[0].total === before.size ? before : Pages.NONE
    );
  }

  /** Pages where nodes that are open stand perhaps, now that there are more or less entries than before. */
  private _openPages(before: Pages, total: number): number[] {
    const moved = total - before.size;
    const places = before.loaded.flatMap(({ offset, entries }) =>
      entries.flatMap((entry, index) =>
        moved !== 0 && this._isOpen(entry)
          ? [offset + index, offset + index + moved]
          : []
      )
    );
    return [
      ...new Set(
        places.filter(place => place >= 0 && place < total).map(pageOf)
      )
    ];
  }

  /** Ask for pages in view that are not loaded, or were before a change. */
  private _ask(): void {
    if (this.isDisposed || !this._resource.value) {
      return;
    }
    const last = pageOf(this._resource.value.size - 1);
    for (const page of this._seen) {
      if (this._asked.size >= AT_ONCE) {
        return;
      }
      const isKnown = this._fresh.has(page) || this._problems.has(page);
      if (page <= last && !isKnown && !this._asked.has(page)) {
        void this._fetchPage(page);
      }
    }
  }

  private async _fetchPage(page: number): Promise<void> {
    const abort = new AbortController();
    this._asked.set(page, abort);
    try {
      const found = await this._fetch(page * PAGE, PAGE, abort.signal);
      if (!abort.signal.aborted) {
        this._asked.delete(page);
        this._resource.patch(pages => this._with(pages, page, found));
      }
    } catch (thrown) {
      if (!abort.signal.aborted) {
        this._asked.delete(page);
        this._problems.set(page, asError(thrown));
        this._announce();
      }
    }
    this._ask();
  }

  /** The children, with a page put at its place. */
  private _with(before: Pages, page: number, found: Wire<'EntryPage'>): Pages {
    this._fresh.add(page);
    const { items, nextCursor, total } = found;
    const end = page * PAGE + items.length;
    const isLast = nextCursor === null && items.length > 0;
    const size = isLast ? end : Math.max(total, page ? 0 : end);
    return before.with(page, items, size);
  }

  private _giveUp(): void {
    this._asked.forEach(abort => abort.abort());
    this._asked.clear();
  }

  private _askInTime = (): void => {
    this._waiting = undefined;
    this._moved = Date.now();
    this._ask();
  };

  private _announce = (): void => {
    this._changed.emit();
  };

  private readonly _asked = new Map<number, AbortController>();
  private readonly _changed = new Signal<Branch, void>(this);
  private _fresh = new Set<number>();
  /** When pages were asked for last because the view moved, milliseconds since the epoch. */
  private _moved = 0;
  private readonly _problems = new Map<number, Error>();
  private readonly _resource: Resource<Pages>;
  private _seen: ReadonlySet<number> = new Set();
  private _waiting: number | undefined;
}
