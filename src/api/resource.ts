import type { IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { asError } from './errors';

/** What is known of a remote value, and how well. */
export type Remote<T> =
  | { readonly phase: 'loading' }
  | { readonly phase: 'ready'; readonly value: T }
  | {
      readonly phase: 'stale';
      readonly value: T;
      readonly error: Error;
      /** When the value was last known to be true, milliseconds since the epoch. */
      readonly since: number;
    }
  | { readonly phase: 'failed'; readonly error: Error };

/** A remote value that can be refreshed, observed and abandoned. */
export class Resource<T> implements IDisposable {
  constructor(private readonly _fetch: (signal: AbortSignal) => Promise<T>) {}

  /** Emitted after each change of the snapshot. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get snapshot(): Remote<T> {
    return this._snapshot;
  }

  /** The last known value, if there ever was one. */
  get value(): T | undefined {
    return 'value' in this._snapshot ? this._snapshot.value : undefined;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Fetch again. A later call supersedes an earlier one; never rejects. */
  async refresh(): Promise<void> {
    if (this._isDisposed) {
      return;
    }
    this._abort.abort();
    const { signal } = (this._abort = new AbortController());
    let next: Remote<T>;
    try {
      const value = await this._fetch(signal);
      next = { phase: 'ready', value };
      this._seen = Date.now();
    } catch (thrown) {
      const error = asError(thrown);
      const last = this._snapshot;
      next =
        'value' in last
          ? { phase: 'stale', value: last.value, error, since: this._seen }
          : { phase: 'failed', error };
    }
    if (!signal.aborted) {
      this._set(next);
    }
  }

  /** Replace the value by one that is known from elsewhere, as an answer to a change. */
  patch(change: (value: T) => T): void {
    if ('value' in this._snapshot) {
      this._set({ ...this._snapshot, value: change(this._snapshot.value) });
    }
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._abort.abort();
    Signal.clearData(this);
  }

  private _set(next: Remote<T>): void {
    this._snapshot = next;
    this._changed.emit();
  }

  private _abort = new AbortController();
  private _changed = new Signal<this, void>(this);
  private _isDisposed = false;
  private _seen = 0;
  private _snapshot: Remote<T> = { phase: 'loading' };
}
