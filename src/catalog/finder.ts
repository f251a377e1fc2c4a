import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';
import { type ISignal, Signal } from '@lumino/signaling';
import { asError } from '../api/errors';
import { Resource } from '../api/resource';
import type { IApiClient } from '../api/tokens';
import { type FilterBoard, type ITerms, type Part, termsOf } from './filters';
import type { ISearchHits, ISearchState } from './tokens';

/** Milliseconds without a key before a search begins. */
const WAIT = 150;
const PAGE = 100;
/** Hits of an answer at most. */
const MOST = 1000;

const OFF: ISearchState = {
  query: '',
  isOn: false,
  hits: null,
  problem: null,
  looser: []
};

/** Asks for hits of one search, whatever is looked for meanwhile. */
type Ask = (
  page: { readonly cursor?: string; readonly limit: number },
  signal?: AbortSignal,
  narrowed?: ITerms['query']
) => Promise<ISearchHits>;

/** Looks for entries in all catalogs while a query or a filter is given. */
export class Finder implements IDisposable {
  constructor(
    private readonly _client: IApiClient,
    private readonly _filters: FilterBoard
  ) {
    this._terms = _filters.terms;
    this._ask = this._asking();
    _filters.changed.connect(this._onFilters, this);
  }

  get changed(): ISignal<Finder, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._debouncer.isDisposed;
  }

  get state(): ISearchState {
    return this._state;
  }

  /** Search once no other query came for a moment; without any and without filters the search ends at once. */
  search(query: string): void {
    if (query !== this._state.query) {
      this._filters.look(query);
      this._restart(query);
    }
  }

  /** Search again for the same, as after a change of the index. */
  async refresh(): Promise<void> {
    await this._resource?.refresh();
  }

  /** Load the next page of hits; why it did not come is in the state. */
  async more(): Promise<void> {
    const known = this._resource?.value;
    if (!known?.nextCursor || this._paged === known) {
      return;
    }
    this._paged = known;
    this._set({ problem: null });
    try {
      const limit = PAGE;
      const page = await this._ask({ cursor: known.nextCursor, limit });
      if (this._resource?.value === known) {
        this._resource.patch(({ items }) => ({
          ...page,
          items: [...items, ...page.items]
        }));
      }
    } catch (thrown) {
      if (this._resource?.value === known) {
        this._paged = null;
        this._set({ problem: asError(thrown) });
      }
    }
  }

  dispose(): void {
    this._filters.changed.disconnect(this._onFilters, this);
    this._debouncer.dispose();
    this._resource?.dispose();
    Signal.clearData(this);
  }

  private _restart(query: string): void {
    const isOn = query.trim() !== '' || this._terms.parts.length > 0;
    if (!isOn) {
      this._resource?.dispose();
      this._resource = null;
    }
    // The hits of the query before stay until the new ones are there.
    const hits = isOn ? this._state.hits : null;
    this._set({ query, isOn, hits, problem: null, looser: [] });
    if (isOn) {
      // A superseded call of the debouncer rejects.
      this._debouncer.invoke().catch(() => undefined);
    }
  }

  private async _begin(): Promise<void> {
    if (!this._state.isOn) {
      return;
    }
    this._resource?.dispose();
    const ask = (this._ask = this._asking());
    const resource: Resource<ISearchHits> = new Resource(signal => {
      // What was loaded page by page is asked for as a whole, so that nothing moves.
      const count = resource.value?.items.length ?? 0;
      return ask({ limit: Math.min(Math.max(count, PAGE), MOST) }, signal);
    });
    this._resource = resource;
    resource.changed.connect(this._onResource, this);
    await resource.refresh();
    if (resource.value?.total === 0 && this._terms.parts.length) {
      await this._loosen(resource, ask);
    }
  }

  /** Where nothing is left, ask what there would be without each of the filters. */
  private async _loosen(
    resource: Resource<ISearchHits>,
    ask: Ask
  ): Promise<void> {
    const { filters } = this._filters.snapshot;
    const asked = this._terms.parts.map(async (part: Part) => {
      const { query } = termsOf(filters, part);
      const { total } = await ask({ limit: 1 }, undefined, query);
      return { part, total };
    });
    const looser = await Promise.all(asked).catch(() => []);
    if (resource === this._resource && resource.value?.total === 0) {
      this._set({ looser: looser.filter(({ total }) => total > 0) });
    }
  }

  private _onFilters = (): void => {
    if (this._filters.terms !== this._terms) {
      this._terms = this._filters.terms;
      this._restart(this._state.query);
    }
  };

  private _onResource = (resource: Resource<ISearchHits>): void => {
    this._set({ hits: resource.snapshot, problem: null });
  };

  private _set(changed: Partial<ISearchState>): void {
    this._state = { ...this._state, ...changed };
    this._changed.emit();
  }

  /** Ask for what is looked for now. */
  private _asking(): Ask {
    const q = this._state.query.trim();
    const terms = this._terms.query;
    return (page, signal, narrowed = terms) =>
      this._client.call(
        'searchEntries',
        { query: { q, ...page, ...narrowed } },
        signal
      );
  }

  private readonly _changed = new Signal<Finder, void>(this);
  private readonly _debouncer = new Debouncer(() => this._begin(), WAIT);
  /** Asks for what the hits are of. */
  private _ask: Ask;
  /** Hits after which the next page was asked for. */
  private _paged: ISearchHits | null = null;
  private _resource: Resource<ISearchHits> | null = null;
  private _state = OFF;
  private _terms: ITerms;
}
