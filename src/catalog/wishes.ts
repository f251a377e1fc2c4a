import type { IDisposable } from '@lumino/disposable';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Signal, type ISignal } from '@lumino/signaling';
import { isWholeOf } from './code/withheld';
import { bookmarksIn, type IBookmark } from './bookmarks';
import type { Settings } from './settings.gen';
import type { LoadCodeStyle } from './tokens';

const PLUGIN = 'jupyterlab-pangeo:catalog';

/** What the user set. */
export class Wishes implements IDisposable {
  constructor(private readonly _registry: ISettingRegistry | null) {}

  get changed(): ISignal<Wishes, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Locations of further catalogs. */
  get catalogs(): readonly string[] {
    return this._values.catalogs ?? [];
  }

  get starred(): readonly IBookmark[] {
    return this._starred;
  }

  get style(): LoadCodeStyle {
    return this._values.loadCodeStyle ?? 'xarray';
  }

  /** Whether services that were opened are asked for what is typed without a click. */
  get isAskingServices(): boolean {
    return this._values.searchServices !== 'on-click';
  }

  async load(): Promise<void> {
    if (!this._registry) {
      return;
    }
    this._settings = await this._registry.load(PLUGIN);
    this._settings.changed.connect(this._read, this);
    this._read();
  }

  /** Take a catalog out of the setting, so that it does not come back. */
  async drop(location: string): Promise<void> {
    const rest = this.catalogs.filter(wish => !isSame(wish, location));
    if (rest.length < this.catalogs.length) {
      await this._settings?.set('catalogs', rest);
    }
  }

  async setStarred(starred: readonly IBookmark[]): Promise<void> {
    const kept = starred.map(item => ({ ...item, trail: [...item.trail] }));
    await this._settings?.set('starred', kept);
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._settings?.changed.disconnect(this._read, this);
    Signal.clearData(this);
  }

  private _read = (): void => {
    this._values = this._settings?.composite ?? {};
    this._starred = bookmarksIn(this._values.starred);
    this._changed.emit();
  };

  private readonly _changed = new Signal<Wishes, void>(this);
  private _isDisposed = false;
  private _settings: ISettingRegistry.ISettings | null = null;
  private _starred: readonly IBookmark[] = [];
  private _values: Settings = {};
}

/** Whether a location of the setting is that of a catalog, which may lack its token; a relative path starts at the server's root folder. */
export function isSame(wish: string, location: string): boolean {
  return (
    wish === location ||
    isWholeOf(location, wish) ||
    (!wish.includes('://') &&
      !wish.startsWith('/') &&
      location.endsWith(`/${wish.replace(/^\.\//, '')}`))
  );
}
