import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import type { IApiClient } from '../api/tokens';
import { type IsAutomatic, ServiceSearches } from './asking';
import { FilterBoard, type IFilters } from './filters';
import { Finder } from './finder';
import { keyOf } from './keys';
import { RowList } from './rowList';
import { hitRows } from './rows';
import type {
  INoteRow,
  IRemoteSearches,
  ISearchState,
  ISelection,
  Row
} from './tokens';

/** The one search: words and filters, hits in what is indexed, and answers of remote services. */
export class Searching implements IDisposable {
  constructor(
    client: IApiClient,
    remote: IRemoteSearches,
    isAutomatic: IsAutomatic
  ) {
    this.filters = new FilterBoard(client);
    this._finder = new Finder(client, this.filters);
    this._services = new ServiceSearches(client, remote, isAutomatic);
    this._finder.changed.connect(this._onFinder, this);
    this._services.changed.connect(this._announce, this);
    this.filters.changed.connect(this._announce, this);
  }

  /** What hits are narrowed by. */
  readonly filters: FilterBoard;

  get changed(): ISignal<Searching, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._finder.isDisposed;
  }

  get state(): ISearchState {
    return this._finder.state;
  }

  /** Hits, and below them the services; null while nothing is looked for. */
  get rows(): RowList | null {
    const { state } = this._finder;
    return state.isOn
      ? RowList.of([...hitRows(state), ...this._services.rows])
      : null;
  }

  /** What is kept over a reload. */
  get kept(): { readonly query: string; readonly filters: IFilters } {
    const { filters } = this.filters.snapshot;
    return { query: this._finder.state.query, filters };
  }

  restore({ query, filters }: Searching['kept']): void {
    this.filters.change(filters);
    this._finder.search(query);
  }

  search(query: string): void {
    this._finder.search(query);
  }

  /** Look for nothing any more, so that the tree comes back. */
  leave(): void {
    this.filters.clear();
    this._finder.search('');
  }

  /** Ask again for the hits, where they did not come. */
  again(): Promise<void> {
    return this._finder.refresh();
  }

  /** These rows are in view. */
  look(rows: readonly Row[]): void {
    this._services.tree.look(rows);
  }

  /** The user opened a catalog or entry: its service may be asked without a click. */
  opened(place: ISelection | null): void {
    if (place) {
      this._services.opened(keyOf(place.catalogId, place.entryId));
    }
  }

  /** Open or close what a service answered; false for anything else. */
  expand(key: string, isExpanded: boolean): boolean {
    const { tree } = this._services;
    const isOurs = tree.has(key);
    if (isOurs) {
      tree.expand(key, isExpanded);
    } else if (isExpanded) {
      this._services.opened(key);
    }
    return isOurs;
  }

  /** Act on a note of ours; null for any other. */
  follow({ parent }: INoteRow): Promise<void> | null {
    if (parent === '') {
      return this._finder.more();
    }
    if (parent.startsWith('service:')) {
      return this._services.act(parent);
    }
    const { tree } = this._services;
    return tree.has(parent) ? tree.again(parent) : null;
  }

  /** Look again, after a change of what is indexed; null means of any catalog. */
  async refresh(catalogId: string | null): Promise<void> {
    await Promise.all([
      this._finder.refresh(),
      this.filters.refresh(),
      this._services.follow(catalogId)
    ]);
  }

  dispose(): void {
    this._finder.dispose();
    this._services.dispose();
    this.filters.dispose();
    Signal.clearData(this);
  }

  private _onFinder = (): void => {
    const { query, isOn } = this._finder.state;
    const { filters, parts } = this.filters.snapshot;
    this._services.look({ isOn, words: query.trim(), filters, parts });
    this._changed.emit();
  };

  private _announce = (): void => {
    this._changed.emit();
  };

  private readonly _changed = new Signal<Searching, void>(this);
  private readonly _finder: Finder;
  private readonly _services: ServiceSearches;
}
