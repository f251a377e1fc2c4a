import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { IStateDB } from '@jupyterlab/statedb';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import type { Change, IServer } from '../api/tokens';
import { FacetBoard } from './facets';
import { Following } from './following';
import { Memory } from './memory';
import { RemoteSearches } from './remote';
import { Roster } from './roster';
import { Searching } from './searching';
import { Selection } from './selection';
import { Shelf } from './shelf';
import type {
  Catalog,
  EntryDetails,
  ICatalogChange,
  ICatalogModel,
  ICatalogSnapshot,
  INoteRow,
  ISelection,
  LoadCodeStyle,
  Row
} from './tokens';
import { Trails } from './trails';
import { Tree } from './tree';
import { Wishes } from './wishes';

/** What a model needs; absent services cost what they would bring and nothing else. */
export interface ICatalogModelOptions {
  readonly server: IServer;
  readonly state: IStateDB | null;
  readonly settings: ISettingRegistry | null;
}

/** The catalogs, the open part of their tree, and the selected entry. */
export class CatalogModel implements ICatalogModel, IDisposable {
  readonly facets: FacetBoard;
  readonly remote: RemoteSearches;
  readonly searching: Searching;
  readonly shelf: Shelf;
  readonly trails: Trails;

  constructor({ server, state, settings }: ICatalogModelOptions) {
    this._server = server;
    this._roster = new Roster(server.client);
    this._tree = new Tree(server.client);
    this._selection = new Selection(server.client);
    this.facets = new FacetBoard(server.client);
    this.remote = new RemoteSearches(server.client, this._tree, this);
    this._memory = new Memory(state);
    this._wishes = new Wishes(settings);
    this.searching = new Searching(
      server.client,
      this.remote,
      () => this._wishes.isAskingServices
    );
    this.shelf = new Shelf(this._wishes, state);
    this.trails = new Trails(server.client, this);
    this._following = new Following(
      server.live,
      ['catalogs', 'entries'],
      change => this._follow(change)
    );
    this._snapshot = this._build();
    this._roster.changed.connect(this._onRoster, this);
    this._tree.changed.connect(this._onTree, this);
    this._selection.changed.connect(this._onSelection, this);
    this.facets.changed.connect(this._update, this);
    this.searching.changed.connect(this._onTree, this);
    this._wishes.changed.connect(this._onWishes, this);
    server.changed.connect(this._update, this);
  }

  get changed(): ISignal<ICatalogModel, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  get snapshot(): ICatalogSnapshot {
    return this._snapshot;
  }

  ensure(): Promise<void> {
    return (this._ensured ??= this._begin());
  }

  async refresh(catalogId?: string): Promise<void> {
    const ids =
      catalogId === undefined
        ? this._roster.items.map(catalog => catalog.id)
        : [catalogId];
    if (!ids.length) {
      await this._roster.refresh();
    }
    for (const id of ids) {
      const catalog = await this._server.client.call('refreshCatalog', {
        path: { catalogId: id }
      });
      this._roster.put(catalog);
    }
  }

  async add(location: string): Promise<Catalog> {
    const catalog = await this._server.client.call('addCatalog', {
      body: { location, origin: 'user' }
    });
    this._roster.put(catalog);
    this.expand(catalog.id, true);
    this.select({ catalogId: catalog.id, entryId: null });
    return catalog;
  }

  async remove(catalogId: string): Promise<void> {
    const catalog = this.get(catalogId);
    if (catalog?.origin === 'setting') {
      await this._wishes.drop(catalog.location);
    }
    await this._server.client.call('removeCatalog', { path: { catalogId } });
    this.expand(catalogId, false);
    this._roster.remove(catalogId);
    if (this._selection.current?.catalogId === catalogId) {
      this.select(null);
    }
  }

  async change(catalogId: string, change: ICatalogChange): Promise<void> {
    const catalog = await this._server.client.call('changeCatalog', {
      path: { catalogId },
      body: change
    });
    this._roster.put(catalog);
    if (change.position !== undefined) {
      this._roster.move(catalogId, change.position);
    }
  }

  get(catalogId: string): Catalog | undefined {
    return this._roster.items.find(catalog => catalog.id === catalogId);
  }

  expand(key: string, isExpanded: boolean): void {
    if (this.searching.expand(key, isExpanded)) {
      return;
    }
    this._tree.expand(key, isExpanded);
    this._tree.follow(this._roster.items);
  }

  look(rows: readonly Row[]): void {
    [this._tree, this.searching].forEach(each => each.look(rows));
  }

  async follow(note: INoteRow): Promise<void> {
    const { parent } = note;
    await (this.searching.follow(note) ??
      (this.get(parent)?.state === 'failed'
        ? this.refresh(parent)
        : this._tree.again(parent)));
  }

  select(selection: ISelection | null): void {
    this.searching.opened(selection);
    this._selection.select(selection);
  }

  reveal(catalogId: string, entryId: string): Promise<void> {
    return this.trails.reveal(catalogId, entryId);
  }

  setParameter(name: string, value: unknown): void {
    this._selection.setParameter(name, value);
  }

  setStyle(style: LoadCodeStyle): void {
    if (this._style !== style) {
      this._style = style;
      this._update();
    }
  }

  search(query: string): void {
    this.searching.search(query);
  }

  async details(catalogId: string, entryId: string): Promise<EntryDetails> {
    const known = this._selection.details;
    return known?.phase === 'ready' &&
      known.value.catalogId === catalogId &&
      known.value.id === entryId
      ? known.value
      : this._server.client.call('getEntry', { path: { catalogId, entryId } });
  }

  parametersOf(catalogId: string, entryId: string): Record<string, unknown> {
    return { ...this._selection.parametersOf(catalogId, entryId) };
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._server.changed.disconnect(this._update, this);
    this._following.dispose();
    this._roster.dispose();
    this._tree.dispose();
    this._selection.dispose();
    this.searching.dispose();
    this.facets.dispose();
    this._memory.dispose();
    this.shelf.dispose();
    this._wishes.dispose();
    Signal.clearData(this);
  }

  private async _begin(): Promise<void> {
    const half = await this._server.check();
    if (half.phase === 'missing') {
      return;
    }
    const [kept] = await Promise.all([
      this._memory.load(),
      this._wishes.load().catch(() => undefined),
      this.shelf.load()
    ]);
    this._style = kept.style;
    this._tree.restore(kept.expanded);
    this.facets.restore(kept.facets);
    this.searching.restore(kept);
    this._selection.select(kept.selection, false);
    this._isRestored = true;
    await Promise.all([this._roster.refresh(), this._selection.refresh(null)]);
    await this._grant();
    this._following.start();
  }

  /** Add what the settings list and the server has not. */
  private async _grant(): Promise<void> {
    this._refused = await this._roster.grantAll(this._wishes.catalogs);
    this._update();
  }

  private async _follow(change: Change | null): Promise<void> {
    const catalogId = change?.id ?? null;
    await this._roster.refresh();
    if (change === null || change.topic === 'entries') {
      await Promise.all([
        this._tree.refresh(catalogId),
        this._selection.refresh(catalogId),
        this.facets.refresh(catalogId),
        this.searching.refresh(catalogId)
      ]);
    }
    if (this._roster.snapshot.phase === 'stale') {
      throw this._roster.snapshot.error;
    }
  }

  private _onRoster = (): void => {
    this._tree.follow(this._roster.items);
    this._onTree();
  };

  private _onTree = (): void => {
    this._rows = null;
    this._update();
  };

  private _onSelection = (): void => {
    this.facets.follow(this._selection.details);
    this._update();
  };

  private _onWishes = (): void => {
    if (this._isRestored) {
      void this._grant();
    }
    this._update();
  };

  private _update = (): void => {
    if (this._isDisposed) {
      return;
    }
    this._snapshot = this._build();
    if (this._isRestored) {
      this._memory.keep({
        expanded: [...this._tree.expanded],
        selection: this._selection.current,
        style: this._style,
        facets: this.facets.chosen,
        ...this.searching.kept
      });
    }
    this._changed.emit();
  };

  private _build(): ICatalogSnapshot {
    const { current, details } = this._selection;
    this._rows ??= this.searching.rows ?? this._tree.rows(this._roster.items);
    return {
      half: this._server.half,
      catalogs: this._roster.snapshot,
      rows: this._rows,
      selection: current,
      details,
      parameters:
        current && current.entryId !== null
          ? this._selection.parametersOf(current.catalogId, current.entryId)
          : {},
      style: this._style ?? this._wishes.style,
      search: this.searching.state,
      refused: this._refused
    };
  }

  private readonly _changed = new Signal<ICatalogModel, void>(this);
  private _ensured: Promise<void> | null = null;
  private readonly _following: Following;
  private _isDisposed = false;
  private _isRestored = false;
  private readonly _memory: Memory;
  private _refused: ReadonlyMap<string, Error> = new Map();
  private readonly _roster: Roster;
  private _rows: ICatalogSnapshot['rows'] | null = null;
  private readonly _selection: Selection;
  private readonly _server: IServer;
  private _snapshot: ICatalogSnapshot;
  private _style: LoadCodeStyle | null = null;
  private readonly _tree: Tree;
  private readonly _wishes: Wishes;
}
