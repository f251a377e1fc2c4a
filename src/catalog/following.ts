import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';
import type { Change, ILive } from '../api/tokens';

/** Waits between requests while the socket is down, in milliseconds. */
const INTERVAL = 2000;
const LONGEST = 30_000;

/** Called for each change, and with null where changes may have been missed; rejects where it failed. */
export type Follow = (change: Change | null) => Promise<void>;

/** Follows topics on the live socket; while that is down, a poll that backs off stands in. */
export class Following implements IDisposable {
  constructor(
    private readonly _live: ILive,
    private readonly _topics: readonly Change['topic'][],
    private readonly _follow: Follow
  ) {}

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Begin; a second call does nothing. */
  start(): void {
    if (this._isDisposed || this._listeners.length) {
      return;
    }
    this._listeners = this._topics.map(topic =>
      this._live.listen(topic, change => this._on(topic, change))
    );
    this._live.connectionChanged.connect(this._onConnection, this);
    // The socket is shared, and may be down already.
    this._onConnection();
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._listeners.forEach(listener => listener.dispose());
    this._live.connectionChanged.disconnect(this._onConnection, this);
    this._poll?.dispose();
  }

  private _on(topic: Change['topic'], change: Change | null): void {
    // After a reconnection every topic is called with null; once is enough.
    if (change === null && topic !== this._topics[0]) {
      return;
    }
    if (change !== null && change.revision <= this._seen) {
      return;
    }
    this._seen = change?.revision ?? 0;
    // What failed is kept in place by whoever follows, and shown there.
    void this._follow(change).catch(() => undefined);
  }

  private _onConnection = (): void => {
    if (this._live.isConnected === false) {
      this._poll ??= new Poll({
        name: 'jupyterlab-pangeo:catalogs',
        factory: () => this._follow(null),
        frequency: { interval: INTERVAL, max: LONGEST, backoff: true },
        standby: 'when-hidden'
      });
    } else {
      this._poll?.dispose();
      this._poll = null;
    }
  };

  private _isDisposed = false;
  private _listeners: readonly IDisposable[] = [];
  private _poll: Poll | null = null;
  private _seen = 0;
}
