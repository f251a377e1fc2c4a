import { type ISignal, Signal } from '@lumino/signaling';

/** Whose name is being edited in place: at most one at a time. */
export class Editing {
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Id of the cluster, or null. */
  get snapshot(): string | null {
    return this._id;
  }

  begin(id: string): void {
    this._set(id);
  }

  end(): void {
    this._set(null);
  }

  private _set(id: string | null): void {
    if (this._id !== id) {
      this._id = id;
      this._changed.emit();
    }
  }

  private _changed = new Signal<this, void>(this);
  private _id: string | null = null;
}
