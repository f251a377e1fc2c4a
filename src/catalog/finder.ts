import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';
import { type ISignal, Signal } from '@lumino/signaling';
import { Resource } from '../api/resource';
import type { IApiClient } from '../api/tokens';
import type { ISearchHits, ISearchState } from './tokens';

/** Milliseconds without a key before a search begins. */
const WAIT = 150;
const PAGE = 100;

/** Looks for entries in all catalogs while a query is given. */
export class Finder implements IDisposable {
  constructor(private readonly _client: IApiClient) {}

  get changed(): ISignal<Finder, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._debouncer.isDisposed;
  }

  get state(): ISearchState {
    return this._state;
  }

  /** Search once no other query came for a moment; an empty one ends the search at once. */
  search(query: string): void {
    if (query === this._state.query) {
      return;
    }
    const isOn = query.trim() !== '';
    if (!isOn) {
      this._resource?.dispose();
      this._resource = null;
    }
    // The hits of the query before stay until the new ones are there.
    this._state = { query, hits: isOn ? this._state.hits : null };
    this._changed.emit();
    if (isOn) {
      // A superseded call of the debouncer rejects.
      this._debouncer.invoke().catch(() => undefined);
    }
  }

  /** Search again for the same, as after a change of the index. */
  async refresh(): Promise<void> {
    await this._resource?.refresh();
  }

  /** Load the next page of hits. */
  async more(): Promise<void> {
    const known = this._resource?.value;
    const resource = this._resource;
    if (!known || !resource || known.nextCursor === null || this._isLoading) {
      return;
    }
    this._isLoading = true;
    try {
      const page = await this._page(this._state.query, known.nextCursor);
      if (resource.value === known) {
        resource.patch(({ items }) => ({
          ...page,
          items: [...items, ...page.items]
        }));
      }
    } finally {
      this._isLoading = false;
    }
  }

  dispose(): void {
    this._debouncer.dispose();
    this._resource?.dispose();
    Signal.clearData(this);
  }

  private async _begin(): Promise<void> {
    const { query } = this._state;
    if (query.trim() === '') {
      return;
    }
    this._resource?.dispose();
    const resource = new Resource(signal => this._page(query, null, signal));
    this._resource = resource;
    resource.changed.connect(this._onResource, this);
    await resource.refresh();
  }

  private _onResource = (resource: Resource<ISearchHits>): void => {
    this._state = { ...this._state, hits: resource.snapshot };
    this._changed.emit();
  };

  private _page(
    query: string,
    cursor: string | null,
    signal?: AbortSignal
  ): Promise<ISearchHits> {
    return this._client.call(
      'searchEntries',
      { query: { q: query.trim(), cursor, limit: PAGE } },
      signal
    );
  }

  private readonly _changed = new Signal<Finder, void>(this);
  private readonly _debouncer = new Debouncer(() => this._begin(), WAIT);
  private _isLoading = false;
  private _resource: Resource<ISearchHits> | null = null;
  private _state: ISearchState = { query: '', hits: null };
}
