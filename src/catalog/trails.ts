import type { IApiClient } from '../api/tokens';
import { DEEPEST, type IBookmark } from './bookmarks';
import type { LinkPlace } from './deepLink';
import { keyOf } from './keys';
import type { Catalog, ICatalogModel, ISelection, ITrails } from './tokens';
import { isSame } from './wishes';

/** Ways to entries: from one that is loaded to its bookmark, and from a bookmark back, opening what is on the way. */
export class Trails implements ITrails {
  constructor(
    private readonly _client: IApiClient,
    private readonly _model: Omit<ICatalogModel, 'trails' | 'shelf'>
  ) {}

  async bookmark({ catalogId, entryId }: ISelection): Promise<IBookmark> {
    const catalog = this._model.get(catalogId);
    if (!catalog) {
      throw new Error(`no catalog ${catalogId}`);
    }
    const trail: string[] = [];
    let title = catalog.title;
    let above = entryId;
    while (above !== null && trail.length < DEEPEST) {
      const details = await this._model.details(catalogId, above);
      title = trail.length ? title : details.title || details.name;
      trail.unshift(above);
      above = details.parentId;
    }
    return { location: catalog.location, trail, title };
  }

  async reveal(catalogId: string, entryId: string): Promise<void> {
    await this._model.ensure();
    const { trail } = await this.bookmark({ catalogId, entryId });
    this._model.searching.leave();
    this._model.expand(catalogId, true);
    for (const id of trail.slice(0, -1)) {
      this._model.expand(keyOf(catalogId, id), true);
    }
    this._model.select({ catalogId, entryId });
  }

  find(location: string): Catalog | undefined {
    const { catalogs } = this._model.snapshot;
    const items = 'value' in catalogs ? catalogs.value : [];
    return (
      items.find(catalog => catalog.location === location) ??
      items.find(catalog => isSame(location, catalog.location))
    );
  }

  async follow({ location, trail }: LinkPlace): Promise<void> {
    await this._model.ensure();
    const listed = this.find(location);
    if (!listed) {
      throw new Error(`not in the list: ${location}`);
    }
    const catalog = await this._settled(listed.id);
    const last = trail.at(-1);
    if (last === undefined || catalog.state === 'failed') {
      this._model.expand(catalog.id, true);
      this._model.select({ catalogId: catalog.id, entryId: null });
      return;
    }
    for (const id of trail.slice(0, -1)) {
      await this._open(catalog.id, id);
    }
    await this.reveal(catalog.id, last);
  }

  /** A catalog of the list, once it was read or could not be. */
  private async _settled(catalogId: string): Promise<Catalog> {
    const look = () => this._model.get(catalogId);
    let catalog = look();
    while (catalog?.state === 'loading') {
      await new Promise<void>(resolve => {
        const onChange = () => {
          this._model.changed.disconnect(onChange);
          resolve();
        };
        this._model.changed.connect(onChange);
      });
      catalog = look();
    }
    if (!catalog) {
      throw new Error('The catalog was removed meanwhile.');
    }
    return catalog;
  }

  /** Have a nested catalog read, and wait for it. */
  private async _open(catalogId: string, entryId: string): Promise<void> {
    const path = { catalogId, entryId };
    let wake: () => void = () => undefined;
    let woken = new Promise<void>(resolve => (wake = resolve));
    // The model follows the server also where there is no socket.
    const onChange = (): void => wake();
    this._model.changed.connect(onChange);
    try {
      let details = await this._client.call('expandEntry', { path });
      while (details.childState === 'loading') {
        await woken;
        woken = new Promise<void>(resolve => (wake = resolve));
        details = await this._client.call('getEntry', { path });
      }
      if (details.childState === 'failed') {
        throw new Error(details.problems?.[0]?.message ?? details.title);
      }
    } finally {
      this._model.changed.disconnect(onChange);
    }
  }
}
