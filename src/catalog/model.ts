import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { IStateDB } from '@jupyterlab/statedb';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { asError } from '../api/errors';
import type { Change, IServer } from '../api/tokens';
import { FacetBoard } from './facets';
import { Finder } from './finder';
import { Following } from './following';
import { keyOf } from './keys';
import { Memory } from './memory';
import { RemoteSearches } from './remote';
import { Roster } from './roster';
import { hitRows } from './rows';
import { Selection } from './selection';
import type {
  Catalog,
  EntryDetails,
  ICatalogModel,
  ICatalogSnapshot,
  INoteRow,
  ISelection,
  LoadCodeStyle,
  Row
} from './tokens';
import { Tree } from './tree';
import { isSame, Wishes } from './wishes';

/** Steps from an entry up to its catalog that are followed at most. */
const DEEPEST = 50;

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

  constructor({ server, state, settings }: ICatalogModelOptions) {
    this._server = server;
    this._roster = new Roster(server.client);
    this._tree = new Tree(server.client);
    this._selection = new Selection(server.client);
    this._finder = new Finder(server.client);
    this.facets = new FacetBoard(server.client);
    this.remote = new RemoteSearches(server.client, this._tree, this);
    this._memory = new Memory(state);
    this._wishes = new Wishes(settings);
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
    this._finder.changed.connect(this._onTree, this);
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

  get(catalogId: string): Catalog | undefined {
    return this._roster.items.find(catalog => catalog.id === catalogId);
  }

  expand(key: string, isExpanded: boolean): void {
    this._tree.expand(key, isExpanded);
    this._tree.follow(this._roster.items);
  }

  async follow({ parent }: INoteRow): Promise<void> {
    if (parent === '') {
      await this._finder.more();
    } else if (this.get(parent)?.state === 'failed') {
      await this.refresh(parent);
    } else {
      await this._tree.again(parent);
    }
  }

  select(selection: ISelection | null): void {
    this._selection.select(selection);
  }

  async reveal(catalogId: string, entryId: string): Promise<void> {
    await this.ensure();
    const above: string[] = [];
    let parent = (await this.details(catalogId, entryId)).parentId;
    while (parent !== null && above.length < DEEPEST) {
      above.push(parent);
      parent = (await this.details(catalogId, parent)).parentId;
    }
    this.search('');
    this.expand(catalogId, true);
    for (const id of above.reverse()) {
      this.expand(keyOf(catalogId, id), true);
    }
    this.select({ catalogId, entryId });
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
    this._finder.search(query);
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
    this._finder.dispose();
    this.facets.dispose();
    this._memory.dispose();
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
      this._wishes.load().catch(() => undefined)
    ]);
    this._style = kept.style;
    this._tree.restore(kept.expanded);
    this.facets.restore(kept.facets);
    this._selection.select(kept.selection, false);
    this._isRestored = true;
    await Promise.all([this._roster.refresh(), this._selection.refresh(null)]);
    await this._grant();
    this._following.start();
  }

  /** Add what the settings list and the server has not. */
  private async _grant(): Promise<void> {
    const known = this._roster.items.map(catalog => catalog.location);
    const refused = new Map<string, Error>();
    for (const location of this._wishes.catalogs) {
      if (!known.some(place => isSame(location, place))) {
        await this._roster
          .grant(location)
          .catch(thrown => refused.set(location, asError(thrown)));
      }
    }
    this._refused = refused;
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
        this._finder.refresh()
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
        facets: this.facets.chosen
      });
    }
    this._changed.emit();
  };

  private _build(): ICatalogSnapshot {
    const { current, details } = this._selection;
    this._rows ??= this._finder.state.query.trim()
      ? hitRows(this._finder.state.hits)
      : this._tree.rows(this._roster.items);
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
      search: this._finder.state,
      refused: this._refused
    };
  }

  private readonly _changed = new Signal<ICatalogModel, void>(this);
  private _ensured: Promise<void> | null = null;
  private readonly _finder: Finder;
  private readonly _following: Following;
  private _isDisposed = false;
  private _isRestored = false;
  private readonly _memory: Memory;
  private _refused: ReadonlyMap<string, Error> = new Map();
  private readonly _roster: Roster;
  private _rows: readonly Row[] | null = null;
  private readonly _selection: Selection;
  private readonly _server: IServer;
  private _snapshot: ICatalogSnapshot;
  private _style: LoadCodeStyle | null = null;
  private readonly _tree: Tree;
  private readonly _wishes: Wishes;
}
