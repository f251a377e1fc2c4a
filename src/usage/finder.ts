import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { asError } from '../api/errors';
import type { IApiClient, Wire } from '../api/tokens';

export type DashboardHit = Wire<'DashboardHit'>;

/** Milliseconds after a letter in which a next one is waited for. */
const PAUSE = 250;

/** What is known of a search. */
export interface IFinderSnapshot {
  readonly text: string;
  readonly hits: readonly DashboardHit[];
  /** Of the hit that is taken by Enter; -1 where there is none. */
  readonly place: number;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  /** Why there are no hits, or no more, or null. */
  readonly problem: string | null;
}

/** A search among the dashboards of one Grafana, as somebody types. */
export class Finder implements IDisposable {
  /** @param _source - name of the Grafana. */
  constructor(
    private readonly _client: IApiClient,
    private readonly _source: string
  ) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get snapshot(): IFinderSnapshot {
    return this._snapshot;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Look for another text; what was found stays until there is an answer. */
  search(text: string, pause = PAUSE): void {
    window.clearTimeout(this._timer);
    this._abort.abort();
    this._page = 0;
    this._set({ text, isLoading: true, problem: null, place: -1 });
    this._timer = window.setTimeout(() => void this._ask(1), pause);
  }

  /** Ask for the next page, or for the one that failed. */
  more(): void {
    if (!this._snapshot.isLoading) {
      this._set({ isLoading: true, problem: null });
      void this._ask(this._page + 1);
    }
  }

  /** The hit that is taken by Enter. */
  get active(): DashboardHit | undefined {
    return this._snapshot.hits[this._snapshot.place];
  }

  /** Have a hit be the one that is taken; the first or last one where the place is beyond. */
  point(place: number): void {
    const { hits } = this._snapshot;
    const next = Math.max(0, Math.min(hits.length - 1, place));
    this._set({ place: hits.length > 0 ? next : -1 });
  }

  dispose(): void {
    this._isDisposed = true;
    window.clearTimeout(this._timer);
    this._abort.abort();
    Signal.clearData(this);
  }

  private async _ask(page: number): Promise<void> {
    const { signal } = (this._abort = new AbortController());
    const { text } = this._snapshot;
    const body = { source: this._source, text, page };
    let next: Partial<IFinderSnapshot>;
    try {
      const found = await this._client.call(
        'listGrafanaDashboards',
        { body },
        signal
      );
      next = this._after(found, page);
    } catch (thrown) {
      next = { problem: asError(thrown).message };
    }
    if (!signal.aborted) {
      this._set({ ...next, isLoading: false });
    }
  }

  private _after(
    { items = [], hasMore = false, problem }: Wire<'DashboardHits'>,
    page: number
  ): Partial<IFinderSnapshot> {
    if (problem) {
      return { problem: problem.message };
    }
    this._page = page;
    const before = page === 1 ? [] : this._snapshot.hits;
    const known = new Set(before.map(({ uid }) => uid));
    // What was added meanwhile moves the pages.
    const hits = [...before, ...items.filter(({ uid }) => !known.has(uid))];
    const place =
      page === 1 ? Math.min(0, hits.length - 1) : this._snapshot.place;
    return { hits, hasMore, place };
  }

  private _set(change: Partial<IFinderSnapshot>): void {
    this._snapshot = { ...this._snapshot, ...change };
    this._changed.emit();
  }

  private _abort = new AbortController();
  private readonly _changed = new Signal<this, void>(this);
  private _isDisposed = false;
  private _page = 0;
  private _snapshot: IFinderSnapshot = {
    text: '',
    hits: [],
    place: -1,
    hasMore: false,
    isLoading: false,
    problem: null
  };
  private _timer: number | undefined;
}
