import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

/** State of the panel that is no data: whether the form is open, where the focus should go. */
export interface IViewSnapshot {
  readonly isAdding: boolean;
  /** Grows each time the search box should take the focus. */
  readonly searches: number;
  /** Key of the remote search whose form is open. */
  readonly editing: string | null;
  /** Whether what is selected is shown in a tab. */
  readonly isTab: boolean;
}

/** What commands change of the panel. */
export class CatalogView implements IDisposable {
  get changed(): ISignal<CatalogView, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  get snapshot(): IViewSnapshot {
    return this._snapshot;
  }

  setAdding(isAdding: boolean): void {
    this._set({ ...this._snapshot, isAdding });
  }

  focusSearch(): void {
    this._set({ ...this._snapshot, searches: this._snapshot.searches + 1 });
  }

  /** Open the form of a search, or none. */
  edit(editing: string | null): void {
    this._set({ ...this._snapshot, editing });
  }

  setTab(isTab: boolean): void {
    this._set({ ...this._snapshot, isTab });
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _set(snapshot: IViewSnapshot): void {
    this._snapshot = snapshot;
    this._changed.emit();
  }

  private readonly _changed = new Signal<CatalogView, void>(this);
  private _isDisposed = false;
  private _snapshot: IViewSnapshot = {
    isAdding: false,
    searches: 0,
    editing: null,
    isTab: false
  };
}
