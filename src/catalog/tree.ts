import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { asError } from '../api/errors';
import type { IApiClient } from '../api/tokens';
import { Branch } from './branch';
import { keyOf, placeOf } from './keys';
import type { RowList } from './rowList';
import { buildRows } from './rows';
import type { Catalog, Entry, EntryDetails, Row } from './tokens';

/** The open part of the catalogs' tree; children are asked for when a node is opened. */
export class Tree implements IDisposable {
  constructor(private readonly _client: IApiClient) {}

  /** Emitted when rows changed. */
  get changed(): ISignal<Tree, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Keys of the open nodes. */
  get expanded(): ReadonlySet<string> {
    return this._expanded;
  }

  /** The children of an open node, if they were asked for. */
  branch(key: string): Branch | undefined {
    return this._branches.get(key);
  }

  /** Why a nested catalog could not be asked for. */
  problem(key: string): Error | undefined {
    return this._problems.get(key);
  }

  rows(catalogs: readonly Catalog[]): RowList {
    return buildRows(this, catalogs);
  }

  /** Open nodes from an earlier visit; nothing is asked for before `follow`. */
  restore(keys: Iterable<string>): void {
    this._expanded = new Set(keys);
  }

  /** Open or close a node. */
  expand(key: string, isExpanded: boolean): void {
    if (this._expanded.has(key) === isExpanded) {
      return;
    }
    this._expanded = new Set(this._expanded);
    if (isExpanded) {
      this._expanded.add(key);
    } else {
      this._expanded.delete(key);
      this._problems.delete(key);
    }
    const { catalogId, entryId } = placeOf(key);
    const entry = entryId === null ? undefined : this.find(catalogId, entryId);
    this._openBelow(catalogId, entry ? [entry] : []);
    this._changed.emit();
  }

  /** Open a node that stands in no list. */
  show(key: string): void {
    this._expanded = new Set(this._expanded).add(key);
    this._open(key);
  }

  /** Close such a node and forget what is below. */
  hide(key: string): void {
    const { catalogId } = placeOf(key);
    const below = this._branches.get(key)?.entries ?? [];
    this._drop(key);
    below
      .map(({ id }) => keyOf(catalogId, id))
      .filter(child => this._branches.has(child))
      .forEach(child => this.hide(child));
    this.expand(key, false);
  }

  /** Whether a node is known here: one that was shown, or an entry that is loaded. */
  has(key: string): boolean {
    const { catalogId, entryId } = placeOf(key);
    return (
      this._branches.has(key) ||
      (entryId !== null && this.find(catalogId, entryId) !== undefined)
    );
  }

  /** Ask for the children of open nodes that have none yet, and forget what is gone. */
  follow(catalogs: readonly Catalog[]): void {
    const known = new Set(catalogs.map(catalog => catalog.id));
    for (const key of [...this._branches.keys()]) {
      if (!known.has(placeOf(key).catalogId)) {
        this._drop(key);
      }
    }
    for (const { id, state } of catalogs) {
      if (this._expanded.has(id) && state === 'ready') {
        this._open(id);
      }
    }
  }

  /** Read the children of a catalog's open nodes again; without an id, of all. */
  async refresh(catalogId: string | null): Promise<void> {
    const own = [...this._branches].filter(
      ([key]) => catalogId === null || placeOf(key).catalogId === catalogId
    );
    await Promise.all(own.map(([, branch]) => branch.refresh()));
  }

  /** Load what these rows stand for, as far as it is not there, and nothing else any more. */
  look(rows: readonly Row[]): void {
    const places = new Map<string, number[]>();
    for (const row of rows) {
      if (row.kind !== 'catalog' && row.parent && row.size > 0) {
        const own = places.get(row.parent) ?? [];
        places.set(row.parent, [...own, row.position - 1]);
      }
    }
    for (const [key, branch] of this._branches) {
      branch.look(places.get(key) ?? []);
    }
  }

  /** Try again what failed below a node. */
  async again(key: string): Promise<void> {
    const branch = this._branches.get(key);
    if (branch) {
      const isReady = branch.snapshot.phase === 'ready';
      await (isReady ? branch.again() : branch.refresh());
    } else if (placeOf(key).entryId !== null) {
      await this._fetchNested(key);
    }
  }

  /** A loaded entry. */
  find(catalogId: string, entryId: string): Entry | undefined {
    for (const [key, branch] of this._branches) {
      if (placeOf(key).catalogId === catalogId && 'value' in branch.snapshot) {
        const found = branch.snapshot.value.find(entryId);
        if (found) {
          return found;
        }
      }
    }
    return undefined;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    [...this._branches.keys()].forEach(key => this._drop(key));
    Signal.clearData(this);
  }

  private _open(key: string): void {
    if (this._branches.has(key) || this._isDisposed) {
      return;
    }
    const { catalogId, entryId } = placeOf(key);
    const branch = new Branch(
      (offset, limit, signal) =>
        this._client.call(
          'listEntries',
          { path: { catalogId }, query: { parent: entryId, offset, limit } },
          signal
        ),
      ({ id }) => this._expanded.has(keyOf(catalogId, id))
    );
    this._branches.set(key, branch);
    branch.changed.connect(this._onBranch, this);
    void branch.refresh();
  }

  private _onBranch = (branch: Branch): void => {
    const key = [...this._branches].find(([, own]) => own === branch)?.[0];
    if (key !== undefined && 'value' in branch.snapshot) {
      this._openBelow(placeOf(key).catalogId, branch.entries);
    }
    this._changed.emit();
  };

  /** Open what was open below, and fetch nested catalogs that were asked for. */
  private _openBelow(catalogId: string, entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (!entry.hasChildren) {
        continue;
      }
      const { id, childState } = entry;
      const key = keyOf(catalogId, id);
      if (!this._expanded.has(key)) {
        continue;
      }
      if (childState === 'ready') {
        this._open(key);
      } else if (childState === 'unloaded' && !this._problems.has(key)) {
        void this._fetchNested(key);
      }
    }
  }

  /** Ask the server to read the catalog that an entry stands for; a change tells when it is there. */
  private async _fetchNested(key: string): Promise<void> {
    const { catalogId, entryId } = placeOf(key);
    if (entryId === null || this._fetching.has(key)) {
      return;
    }
    this._fetching.add(key);
    this._problems.delete(key);
    this._changed.emit();
    try {
      const details = await this._client.call('expandEntry', {
        path: { catalogId, entryId }
      });
      this._put(catalogId, details);
    } catch (thrown) {
      this._problems.set(key, asError(thrown));
    } finally {
      this._fetching.delete(key);
      this._changed.emit();
    }
  }

  private _put(
    catalogId: string,
    { id, parentId, childState, problems }: EntryDetails
  ): void {
    const known = this.find(catalogId, id);
    if (known) {
      this._branches
        .get(keyOf(catalogId, parentId))
        ?.put({ ...known, childState, problems });
    }
  }

  private _drop(key: string): void {
    this._branches.get(key)?.dispose();
    this._branches.delete(key);
  }

  private readonly _branches = new Map<string, Branch>();
  private readonly _changed = new Signal<Tree, void>(this);
  private _expanded: Set<string> = new Set();
  private readonly _fetching = new Set<string>();
  private _isDisposed = false;
  private readonly _problems = new Map<string, Error>();
}
