import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { ApiError, asError } from '../api/errors';
import { Resource } from '../api/resource';
import type { IApiClient } from '../api/tokens';
import { coalesce } from './coalesce';
import type { Catalog, Remote } from './tokens';
import { isSame } from './wishes';

/** The list of catalogs as the server has it. */
export class Roster implements IDisposable {
  constructor(private readonly _client: IApiClient) {
    this._resource = new Resource(
      async signal =>
        (await this._client.call('listCatalogs', {}, signal)).items
    );
    this._resource.changed.connect(this._announce, this);
  }

  get changed(): ISignal<Roster, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._resource.isDisposed;
  }

  get snapshot(): Remote<readonly Catalog[]> {
    return this._resource.snapshot;
  }

  get items(): readonly Catalog[] {
    return this._resource.value ?? [];
  }

  /** Ask for the list; calls while that goes on lead to one more. */
  readonly refresh = coalesce(() => this._resource.refresh());

  /** Take in a catalog that an answer brought. */
  put(catalog: Catalog): void {
    this._resource.patch(items =>
      items.some(({ id }) => id === catalog.id)
        ? items.map(item => (item.id === catalog.id ? catalog : item))
        : [...items, catalog]
    );
  }

  /** Add the catalogs of the settings that are not there; gives why some were not added, by location. */
  async grantAll(
    locations: readonly string[]
  ): Promise<ReadonlyMap<string, Error>> {
    const known = this.items.map(catalog => catalog.location);
    const refused = new Map<string, Error>();
    for (const location of locations) {
      if (!known.some(place => isSame(location, place))) {
        await this._grant(location).catch(thrown =>
          refused.set(location, asError(thrown))
        );
      }
    }
    return refused;
  }

  /** Add a catalog of the settings; that it is there already is no problem. */
  private async _grant(location: string): Promise<void> {
    try {
      const catalog = await this._client.call('addCatalog', {
        body: { location, origin: 'setting' }
      });
      this.put(catalog);
    } catch (thrown) {
      if (!(thrown instanceof ApiError && thrown.status === 409)) {
        throw thrown;
      }
    }
  }

  /** Put a catalog at another place of the list. */
  move(id: string, position: number): void {
    this._resource.patch(items => {
      const moved = items.filter(item => item.id === id);
      const rest = items.filter(item => item.id !== id);
      return [...rest.slice(0, position), ...moved, ...rest.slice(position)];
    });
  }

  remove(id: string): void {
    this._resource.patch(items => items.filter(item => item.id !== id));
  }

  dispose(): void {
    this._resource.dispose();
    Signal.clearData(this);
  }

  private _announce = (): void => {
    this._changed.emit();
  };

  private readonly _changed = new Signal<Roster, void>(this);
  private readonly _resource: Resource<readonly Catalog[]>;
}
