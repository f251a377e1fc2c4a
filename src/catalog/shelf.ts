import type { IStateDB } from '@jupyterlab/statedb';
import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { bookmarksIn, type IBookmark, isSamePlace } from './bookmarks';
import type { IShelf, IShelfSnapshot } from './tokens';
import type { Wishes } from './wishes';

const KEY = 'jupyterlab-pangeo:catalog-recent';
/** Recently used entries that are kept. */
const MOST = 10;

/** What the user starred, which is a setting, and what was used last, which belongs to the workspace. */
export class Shelf implements IShelf, IDisposable {
  constructor(
    private readonly _wishes: Wishes,
    private readonly _state: IStateDB | null
  ) {
    _wishes.changed.connect(this._update, this);
  }

  get changed(): ISignal<IShelf, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  get snapshot(): IShelfSnapshot {
    return this._snapshot;
  }

  /** Read what was used before this page. */
  async load(): Promise<void> {
    const kept: unknown = await this._state?.fetch(KEY).catch(() => undefined);
    this._recent = [...this._recent, ...bookmarksIn(kept)].slice(0, MOST);
    this._update();
  }

  async star(bookmark: IBookmark, isStarred: boolean): Promise<void> {
    const rest = this._wishes.starred.filter(
      item => !isSamePlace(item, bookmark)
    );
    await this._wishes.setStarred(isStarred ? [...rest, bookmark] : rest);
  }

  async use(bookmark: IBookmark): Promise<void> {
    const rest = this._recent.filter(item => !isSamePlace(item, bookmark));
    this._recent = [bookmark, ...rest].slice(0, MOST);
    this._update();
    await this._keep();
  }

  async forget(): Promise<void> {
    this._recent = [];
    this._update();
    await this._keep();
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._wishes.changed.disconnect(this._update, this);
    Signal.clearData(this);
  }

  private async _keep(): Promise<void> {
    const kept = this._recent.map(item => ({
      ...item,
      trail: [...item.trail]
    }));
    await this._state?.save(KEY, kept);
  }

  private _update = (): void => {
    this._snapshot = { starred: this._wishes.starred, recent: this._recent };
    this._changed.emit();
  };

  private readonly _changed = new Signal<IShelf, void>(this);
  private _isDisposed = false;
  private _recent: readonly IBookmark[] = [];
  private _snapshot: IShelfSnapshot = { starred: [], recent: [] };
}
