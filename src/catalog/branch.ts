import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { asError, isAbort } from '../api/errors';
import { Resource } from '../api/resource';
import type { Wire } from '../api/tokens';
import { coalesce } from './coalesce';
import type { Entry, Remote } from './tokens';

/** Entries of the first page, and of the others. */
const FIRST = 200;
const NEXT = 1000;

/** Pages that a refresh reads again at most; what lies beyond is read when it is scrolled to. */
const AGAIN = 5;

/** Children of one node, as far as they are loaded. */
export interface IBranch {
  readonly items: readonly Entry[];
  readonly nextCursor: string | null;
  readonly total: number;
}

/** Ask for a page of children. */
export type FetchPage = (
  cursor: string | null,
  limit: number,
  signal?: AbortSignal
) => Promise<Wire<'EntryPage'>>;

/** The children of one node, page by page. */
export class Branch implements IDisposable {
  constructor(private readonly _fetch: FetchPage) {
    this._resource = new Resource(signal => this._load(signal));
    this._resource.changed.connect(this._announce, this);
  }

  get changed(): ISignal<Branch, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._resource.isDisposed;
  }

  get snapshot(): Remote<IBranch> {
    return this._resource.snapshot;
  }

  /** Why the next page did not come. */
  get problem(): Error | null {
    return this._problem;
  }

  /** Read what is loaded again; calls while that goes on lead to one more. */
  readonly refresh = coalesce(() => this._resource.refresh());

  /** Load the next page, if there is one; never rejects. */
  readonly more = async (): Promise<void> => {
    const before = this._resource.value;
    const cursor = before?.nextCursor ?? null;
    if (!before || cursor === null || this._isLoadingMore) {
      return;
    }
    this._isLoadingMore = true;
    this._problem = null;
    try {
      const page = await this._fetch(cursor, NEXT, this._abort.signal);
      if (this._resource.value?.nextCursor === cursor) {
        this._resource.patch(({ items }) => ({
          items: [...items, ...page.items],
          nextCursor: page.nextCursor,
          total: page.total
        }));
      }
    } catch (thrown) {
      if (!isAbort(thrown)) {
        this._problem = asError(thrown);
        this._announce();
      }
    } finally {
      this._isLoadingMore = false;
    }
  };

  /** Take in an entry that an answer brought. */
  put(entry: Entry): void {
    this._resource.patch(branch => ({
      ...branch,
      items: branch.items.map(item => (item.id === entry.id ? entry : item))
    }));
  }

  dispose(): void {
    this._abort.abort();
    this._resource.dispose();
    Signal.clearData(this);
  }

  private async _load(signal: AbortSignal): Promise<IBranch> {
    const wanted = this._resource.value?.items.length ?? 0;
    let page = await this._fetch(null, wanted > FIRST ? NEXT : FIRST, signal);
    const items = [...page.items];
    for (
      let count = 1;
      count < AGAIN && items.length < wanted && page.nextCursor !== null;
      count++
    ) {
      page = await this._fetch(page.nextCursor, NEXT, signal);
      items.push(...page.items);
    }
    return { items, nextCursor: page.nextCursor, total: page.total };
  }

  private _announce = (): void => {
    this._changed.emit();
  };

  private readonly _abort = new AbortController();
  private readonly _changed = new Signal<Branch, void>(this);
  private _isLoadingMore = false;
  private _problem: Error | null = null;
  private readonly _resource: Resource<IBranch>;
}
