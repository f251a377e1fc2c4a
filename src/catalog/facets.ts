import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';
import { type ISignal, Signal } from '@lumino/signaling';
import { Resource } from '../api/resource';
import type { IApiClient } from '../api/tokens';
import type { ICollectionChoice } from './code/types';
import { keyOf } from './keys';
import type {
  Chosen,
  EntryDetails,
  Facets,
  IFacetBoard,
  IFacetState,
  ISelection,
  Remote
} from './tokens';

/** Format of an entry that stands for a collection. */
export const COLLECTION = 'esm_datastore';

/** Values of a column that are asked for. */
const MOST = 200;

/** Milliseconds without a further letter before values are searched. */
const PAUSE = 200;

/** The columns of collections, and what is chosen in them. */
export class FacetBoard implements IFacetBoard, IDisposable {
  constructor(private readonly _client: IApiClient) {}

  get changed(): ISignal<FacetBoard, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** The columns of the collection that is shown. */
  get snapshot(): IFacetState | null {
    return this._snapshot;
  }

  /** Chosen values of every collection, by its key. */
  get chosen(): ReadonlyMap<string, Chosen> {
    return this._chosen;
  }

  /** Choices from an earlier visit. */
  restore(chosen: ReadonlyMap<string, Chosen>): void {
    this._chosen = new Map(chosen);
  }

  /** Show the columns of what is selected, where it is a collection; open it where it was not read yet. */
  follow(selected: Remote<EntryDetails> | null): void {
    const details = selected && 'value' in selected ? selected.value : null;
    if (details?.format !== COLLECTION) {
      this._show(null);
      return;
    }
    const { catalogId, id, childState } = details;
    if (childState === 'unloaded') {
      this._open(details);
    }
    const isRead = childState === 'none' || childState === 'ready';
    this._show(isRead ? { catalogId, entryId: id } : null);
  }

  /** Count again, after the collection was read again. */
  async refresh(catalogId: string | null): Promise<void> {
    if (catalogId === null || this._place?.catalogId === catalogId) {
      await this._resource?.refresh();
    }
  }

  choose(column: string, value: string, isChosen: boolean): void {
    const before = this._current[column] ?? [];
    const others = before.filter(item => item !== value);
    this._choose({
      ...this._current,
      [column]: isChosen ? [...others, value] : others
    });
  }

  /** Choose nothing in a column, or in none at all. */
  clear(column?: string): void {
    this._choose(
      column === undefined ? {} : { ...this._current, [column]: [] }
    );
  }

  /** Show only the values of a column that contain a text. */
  search(column: string, text: string): void {
    this._containing = { ...this._containing, [column]: text };
    this._update();
    // A superseded call of the debouncer rejects.
    this._searching.invoke().catch(() => undefined);
  }

  /** Have the columns of a collection known in which something is chosen, as after a reload of the page. */
  async know(catalogId: string, entryId: string): Promise<void> {
    const key = keyOf(catalogId, entryId);
    const chosen = this._chosen.get(key);
    if (chosen && !this._known.has(key)) {
      const path = { catalogId, entryId };
      const body = { chosen, containing: {}, limit: 1 };
      const facets = await this._client.call('countFacets', { path, body });
      this._known.set(key, facets);
    }
  }

  /** What is chosen of a collection, as far as its columns are known. */
  choiceOf(catalogId: string, entryId: string): ICollectionChoice | undefined {
    const facets = this._known.get(keyOf(catalogId, entryId));
    const chosen = this._chosen.get(keyOf(catalogId, entryId)) ?? {};
    return (
      facets && {
        columns: facets.columns.flatMap(({ name, type }) =>
          chosen[name]?.length ? [{ name, type, values: chosen[name] }] : []
        ),
        format: facets.format ?? '',
        example: facets.example ?? '',
        datasetCount: facets.datasetCount
      }
    );
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._searching.dispose();
      this._resource?.dispose();
      Signal.clearData(this);
    }
  }

  private get _current(): Chosen {
    return (this._key && this._chosen.get(this._key)) || {};
  }

  private get _key(): string | null {
    return this._place && keyOf(this._place.catalogId, this._place.entryId);
  }

  private _choose(chosen: Chosen): void {
    if (this._key === null) {
      return;
    }
    const kept = Object.entries(chosen).filter(([, values]) => values.length);
    this._chosen.set(this._key, Object.fromEntries(kept));
    this._update();
    void this._resource?.refresh();
  }

  private _show(place: ISelection | null): void {
    const key = place && keyOf(place.catalogId, place.entryId);
    if (key === this._key) {
      return;
    }
    this._place = place;
    this._containing = {};
    this._resource?.dispose();
    this._resource = place && this._resourceOf(place);
    this._resource?.changed.connect(this._update, this);
    this._update();
    void this._resource?.refresh();
  }

  private _resourceOf(place: ISelection): Resource<Facets> {
    return new Resource(signal => this._ask(place, signal));
  }

  private async _ask(
    { catalogId, entryId }: ISelection,
    signal: AbortSignal
  ): Promise<Facets> {
    const facets = await this._client.call(
      'countFacets',
      {
        path: { catalogId, entryId: entryId ?? '' },
        body: {
          chosen: this._current,
          containing: this._containing,
          limit: MOST
        }
      },
      signal
    );
    this._known.set(keyOf(catalogId, entryId), facets);
    return facets;
  }

  /** Ask the server to read a collection; a change tells when it is there. */
  private _open({ catalogId, id }: EntryDetails): void {
    const key = keyOf(catalogId, id);
    if (!this._opened.has(key)) {
      this._opened.add(key);
      this._client
        .call('expandEntry', { path: { catalogId, entryId: id } })
        .catch(() => this._opened.delete(key));
    }
  }

  private _update = (): void => {
    this._snapshot = this._resource && {
      facets: this._resource.snapshot,
      chosen: this._current,
      containing: this._containing
    };
    this._changed.emit();
  };

  private readonly _changed = new Signal<FacetBoard, void>(this);
  private _chosen = new Map<string, Chosen>();
  private _containing: Readonly<Record<string, string>> = {};
  private _isDisposed = false;
  private readonly _known = new Map<string, Facets>();
  private readonly _opened = new Set<string>();
  private _place: ISelection | null = null;
  private _resource: Resource<Facets> | null = null;
  private readonly _searching = new Debouncer(
    () => this._resource?.refresh(),
    PAUSE
  );
  private _snapshot: IFacetState | null = null;
}
