import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import type {
  Change,
  IApiClient,
  ILive,
  Samples,
  Stream,
  Wire
} from './tokens';

type Message = Wire<'LiveMessage'>;
type Receive = (sample: never) => void;
type Refresh = (change: Change | null) => void;

/** Waits between attempts to connect, in milliseconds; the last one repeats. */
const BACK_OFF = [250, 500, 1000, 1000, 1000, 2000, 2000, 5000, 10000, 30000];
const HIDDEN_LIMIT = 3_600_000;

/**
 * The page's one live socket.
 *
 * Nothing is opened before somebody listens. After each connection every listener is called once
 * with null, since changes that were missed are not repeated.
 */
export class Live implements ILive, IDisposable {
  constructor(private readonly _client: Pick<IApiClient, 'socket'>) {
    document.addEventListener('visibilitychange', this._onVisibility);
  }

  get isConnected(): boolean | null {
    return this._connected;
  }

  get connectionChanged(): ISignal<ILive, void> {
    return this._connectionChanged;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  listen(topic: Change['topic'], refresh: Refresh): IDisposable {
    const listener = { topic, refresh };
    this._listeners.add(listener);
    this._open();
    return new DisposableDelegate(() => this._listeners.delete(listener));
  }

  subscribe<S extends Stream>(
    stream: S,
    id: string,
    receive: (sample: Samples[S]) => void
  ): IDisposable {
    const key = `${stream} ${id}`;
    const receivers = this._receivers.get(key) ?? new Set<Receive>();
    this._receivers.set(key, receivers.add(receive));
    if (receivers.size === 1) {
      this._send({ type: 'subscribe', stream, id });
    }
    this._open();
    return new DisposableDelegate(() => {
      receivers.delete(receive);
      if (!receivers.size && this._receivers.get(key) === receivers) {
        this._receivers.delete(key);
        this._send({ type: 'unsubscribe', stream, id });
      }
    });
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    document.removeEventListener('visibilitychange', this._onVisibility);
    this._release();
    this._listeners.clear();
    this._receivers.clear();
    Signal.clearData(this);
  }

  private _open(): void {
    if (this._socket || this._retry !== undefined || this._isDisposed) {
      return;
    }
    const socket = this._client.socket('/live');
    this._socket = socket;
    socket.onmessage = event => this._onMessage(String(event.data));
    socket.onclose = () => this._onClose();
  }

  private _onMessage(text: string): void {
    const message = JSON.parse(text) as Message;
    switch (message.type) {
      case 'hello':
        this._onHello();
        break;
      case 'changed':
        for (const { topic, refresh } of [...this._listeners]) {
          if (topic === message.topic) {
            refresh(message);
          }
        }
        break;
      case 'sampled':
        this._yield('cluster-samples', message.id, message.sample);
        break;
      case 'used':
        this._yield('usage', '', message.use);
        break;
      case 'refused':
        // What was subscribed to has just gone; a change says so to its listeners.
        break;
    }
  }

  private _yield<S extends Stream>(
    stream: S,
    id: string,
    sample: Samples[S]
  ): void {
    for (const receive of this._receivers.get(`${stream} ${id}`) ?? []) {
      receive(sample as never);
    }
  }

  private _onHello(): void {
    this._attempts = 0;
    this._setConnected(true);
    for (const key of this._receivers.keys()) {
      const [stream, id] = key.split(' ') as [Stream, string];
      this._send({ type: 'subscribe', stream, id });
    }
    for (const { refresh } of [...this._listeners]) {
      refresh(null);
    }
  }

  private _onClose(): void {
    this._socket = null;
    this._setConnected(false);
    if (this._isDisposed || this._isResting) {
      return;
    }
    const wait = BACK_OFF[Math.min(this._attempts++, BACK_OFF.length - 1)];
    this._retry = window.setTimeout(() => {
      this._retry = undefined;
      this._open();
    }, wait);
  }

  private _send(message: Wire<'LiveRequest'>): void {
    if (this._connected) {
      this._socket?.send(JSON.stringify(message));
    }
  }

  private _setConnected(connected: boolean): void {
    if (this._connected !== connected) {
      this._connected = connected;
      this._connectionChanged.emit();
    }
  }

  /** A page hidden for an hour lets the socket go; it comes back with the page. */
  private _onVisibility = (): void => {
    window.clearTimeout(this._hidden);
    if (document.hidden) {
      this._hidden = window.setTimeout(() => this._rest(), HIDDEN_LIMIT);
    } else {
      this._isResting = false;
      if (this._retry !== undefined) {
        window.clearTimeout(this._retry);
        this._retry = undefined;
        this._attempts = 0;
      }
      if (this._listeners.size || this._receivers.size) {
        this._open();
      }
    }
  };

  private _rest(): void {
    this._isResting = true;
    this._release();
  }

  private _release(): void {
    window.clearTimeout(this._retry);
    window.clearTimeout(this._hidden);
    this._retry = undefined;
    this._socket?.close();
  }

  private _attempts = 0;
  private _connected: boolean | null = null;
  private _connectionChanged = new Signal<ILive, void>(this);
  private _hidden: number | undefined;
  private _isDisposed = false;
  private _isResting = false;
  private _listeners = new Set<{ topic: Change['topic']; refresh: Refresh }>();
  private _receivers = new Map<string, Set<Receive>>();
  private _retry: number | undefined;
  private _socket: WebSocket | null = null;
}
