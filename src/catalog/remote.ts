import type { IApiClient } from '../api/tokens';
import { keyOf } from './keys';
import type {
  Entry,
  ICatalogModel,
  IRemoteSearches,
  ISelection,
  SearchQuery
} from './tokens';
import type { Tree } from './tree';

/** What searches change of the panel. */
export type RemotePanel = Pick<
  ICatalogModel,
  'expand' | 'searching' | 'select'
>;

/** Searches in remote services; each is an entry below what it searches. */
export class RemoteSearches implements IRemoteSearches {
  constructor(
    private readonly _client: IApiClient,
    private readonly _tree: Tree,
    private readonly _panel: RemotePanel
  ) {}

  async begin(
    { catalogId, entryId }: ISelection,
    query: SearchQuery
  ): Promise<Entry> {
    const entry = await this._client.call('beginSearch', {
      path: { catalogId },
      body: { query, parent: entryId }
    });
    // Where hits of the index are shown, the tree comes back.
    this._panel.searching.leave();
    this._panel.expand(keyOf(catalogId, entryId), true);
    this._panel.expand(keyOf(catalogId, entry.id), true);
    await this._tree.refresh(catalogId);
    this._panel.select({ catalogId, entryId: entry.id });
    return entry;
  }

  async end(catalogId: string, entryId: string): Promise<void> {
    const { parentId } = await this._client.call('getEntry', {
      path: { catalogId, entryId }
    });
    await this._client.call('endSearch', { path: { catalogId, entryId } });
    this._panel.expand(keyOf(catalogId, entryId), false);
    await this._tree.refresh(catalogId);
    this._panel.select({ catalogId, entryId: parentId });
  }
}
