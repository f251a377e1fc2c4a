import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import type { ILive } from '../api/tokens';
import type { ClusterSample, IClusterSamples } from './tokens';

/** How many samples of a cluster are kept: a sparkline of a minute at one a second. */
const KEPT = 60;

const NONE: IClusterSamples = { latest: null, values: [] };

/** Live samples of the clusters that run, received only while somebody watches. */
export class ClusterSamples implements IDisposable {
  constructor(private readonly _live: ILive) {}

  /** Emitted with each sample. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  of(id: string): IClusterSamples {
    return this._samples.get(id) ?? NONE;
  }

  /** Say which clusters there are to sample; what is known of others is forgotten. */
  follow(ids: readonly string[]): void {
    this._ids = new Set(ids);
    for (const id of this._samples.keys()) {
      if (!this._ids.has(id)) {
        this._samples.delete(id);
      }
    }
    this._subscribe();
  }

  watch(): IDisposable {
    this._watchers++;
    this._subscribe();
    return new DisposableDelegate(() => {
      this._watchers--;
      this._subscribe();
    });
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._watchers = 0;
    this._subscribe();
    Signal.clearData(this);
  }

  /** Make the subscriptions those that are wanted now. */
  private _subscribe(): void {
    const wanted = this._watchers > 0 ? this._ids : new Set<string>();
    for (const [id, subscription] of this._subscriptions) {
      if (!wanted.has(id)) {
        subscription.dispose();
        this._subscriptions.delete(id);
      }
    }
    for (const id of wanted) {
      if (!this._subscriptions.has(id)) {
        this._subscriptions.set(
          id,
          this._live.subscribe('cluster-samples', id, sample =>
            this._receive(id, sample)
          )
        );
      }
    }
  }

  private _receive(id: string, latest: ClusterSample): void {
    const values = [...this.of(id).values.slice(1 - KEPT), latest];
    this._samples.set(id, { latest, values });
    this._changed.emit();
  }

  private _changed = new Signal<this, void>(this);
  private _ids: ReadonlySet<string> = new Set();
  private _isDisposed = false;
  private _samples = new Map<string, IClusterSamples>();
  private _subscriptions = new Map<string, IDisposable>();
  private _watchers = 0;
}
