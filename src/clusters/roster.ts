import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';
import { type ISignal, Signal } from '@lumino/signaling';
import { Resource } from '../api/resource';
import type { Change, IServer } from '../api/tokens';
import type { Cluster, Remote } from './tokens';

/** Waits between requests while the socket is down, in milliseconds. */
const POLL_MIN = 1000;
const POLL_MAX = 30_000;

/**
 * The list of clusters as the server has it.
 *
 * A change asks for the list again, at most one request at a time. While the socket is down a poll stands in.
 */
export class Roster implements IDisposable {
  constructor(private readonly _server: IServer) {
    this._resource = new Resource(
      async signal =>
        (await _server.client.call('listClusters', {}, signal)).items
    );
    this._resource.changed.connect(this._onChanged, this);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  get snapshot(): Remote<readonly Cluster[]> {
    return this._resource.snapshot;
  }

  /** Begin to follow the server's changes. */
  listen(): void {
    if (!this._listener && !this._isDisposed) {
      const { live } = this._server;
      this._listener = live.listen('clusters', this._onChange);
      live.connectionChanged.connect(this._onConnection, this);
    }
  }

  /** Ask for the list; a call while one is under way leads to one more after it. */
  async refresh(): Promise<void> {
    if (this._held > 0 || this._refreshing) {
      this._isAgain = true;
      return this._refreshing ?? undefined;
    }
    this._isAgain = false;
    this._refreshing = this._resource.refresh();
    await this._refreshing;
    this._refreshing = null;
    if (this._isAgain) {
      await this.refresh();
    }
  }

  /** Let the list rest until released, so that it cannot run ahead of an answer that is on its way. */
  hold(): void {
    this._held++;
  }

  release(): void {
    this._held--;
    if (this._held === 0 && this._isAgain) {
      void this.refresh();
    }
  }

  /** Take in a cluster that an answer brought. */
  put(cluster: Cluster): void {
    this._resource.patch(items =>
      items.some(({ id }) => id === cluster.id)
        ? items.map(item => (item.id === cluster.id ? cluster : item))
        : [...items, cluster]
    );
  }

  remove(id: string): void {
    this._resource.patch(items => items.filter(item => item.id !== id));
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._listener?.dispose();
    this._poll?.dispose();
    this._resource.dispose();
    Signal.clearData(this);
  }

  private _onChanged = (): void => {
    this._changed.emit();
  };

  private _onChange = (change: Change | null): void => {
    if (change && change.revision <= this._seen) {
      return;
    }
    // After a reconnection the server may count anew.
    this._seen = change?.revision ?? 0;
    void this.refresh();
  };

  private _onConnection = (): void => {
    if (this._server.live.isConnected !== false) {
      this._poll?.dispose();
      this._poll = null;
    } else {
      this._poll ??= new Poll({
        name: 'jupyterlab-pangeo:clusters',
        factory: () => this._attempt(),
        frequency: { interval: POLL_MIN, max: POLL_MAX, backoff: true },
        standby: 'when-hidden'
      });
      void this.refresh();
    }
  };

  /** One turn of the poll; it fails where the list did, so that the poll backs off. */
  private async _attempt(): Promise<void> {
    await this.refresh();
    if ('error' in this.snapshot) {
      throw this.snapshot.error;
    }
  }

  private _changed = new Signal<this, void>(this);
  private _held = 0;
  private _isAgain = false;
  private _isDisposed = false;
  private _listener: IDisposable | null = null;
  private _poll: Poll | null = null;
  private _refreshing: Promise<void> | null = null;
  private _resource: Resource<readonly Cluster[]>;
  private _seen = 0;
}
