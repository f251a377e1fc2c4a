import type { IApiClient } from '../api/tokens';
import { readBounded } from './bounded';
import { resolvePath } from './paths';
import { LIMITS } from './policy';
import {
  type FromPage,
  type IPort,
  readFromPage,
  type ToPage
} from './protocol';
import { Sockets } from './sockets';

export interface IBridgeOptions {
  readonly client: Pick<IApiClient, 'fetch' | 'socket'>;
  readonly clusterId: string;
  /** Path of the page, which its addresses are relative to. */
  readonly path: string;
  readonly port: IPort;
  /** The user followed a link; the address is as hostile as the page. */
  readonly onFollow: (url: string) => void;
  /** A socket broke that neither side had closed. */
  readonly onBroken: (reason: string) => void;
}

/**
 * Does for one page what it may ask for: GET and WebSocket below its own cluster's dashboard, within bounds.
 *
 * A message that is not understood, or that passes a bound, is dropped; disposing closes all that was opened.
 */
export class Bridge {
  constructor(private readonly _options: IBridgeOptions) {
    this._sockets = new Sockets(_options, message => this._post(message));
    _options.port.onmessage = event => {
      const message = readFromPage(event.data);
      if (message && !this._isDisposed) {
        this._receive(message);
      }
    };
  }

  /** Sockets that are open or opening. */
  get socketCount(): number {
    return this._sockets.count;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._options.port.onmessage = null;
    this._options.port.close();
    this._sockets.dispose();
    this._queue.length = 0;
    this._requests.forEach(request => request.abort());
    this._requests.clear();
  }

  private _receive(message: FromPage): void {
    switch (message.t) {
      case 'follow':
        this._options.onFollow(message.url);
        break;
      case 'get':
        this._enqueue(message.id, message.url);
        break;
      case 'abort':
        this._requests.get(message.id)?.abort();
        break;
      default:
        this._sockets.receive(message);
    }
  }

  private _enqueue(id: number, url: string): void {
    const path = resolvePath(url, this._options.path);
    if (
      path === null ||
      this._requests.has(id) ||
      this._queue.length >= LIMITS.queued
    ) {
      this._post({ t: 'failed', id });
      return;
    }
    this._queue.push({ id, path });
    this._next();
  }

  private _next(): void {
    while (this._requests.size < LIMITS.requests) {
      const next = this._queue.shift();
      if (!next) {
        return;
      }
      const abort = new AbortController();
      this._requests.set(next.id, abort);
      void this._get(next.id, next.path, abort.signal).finally(() => {
        this._requests.delete(next.id);
        this._next();
      });
    }
  }

  private async _get(
    id: number,
    path: string,
    signal: AbortSignal
  ): Promise<void> {
    const { client, clusterId } = this._options;
    try {
      const response = await client.fetch(
        `/clusters/${encodeURIComponent(clusterId)}/dashboard/${path}`,
        { cache: 'default', signal }
      );
      const body = await readBounded(response, LIMITS.answer);
      const type = response.headers.get('Content-Type') ?? '';
      const { status } = response;
      this._post({ t: 'got', id, status, type, url: path, body }, [body]);
    } catch {
      // A page learns no more than from a browser: that it failed.
      this._post({ t: 'failed', id });
    }
  }

  private _post(message: ToPage, transfer: Transferable[] = []): void {
    if (!this._isDisposed) {
      this._options.port.postMessage(message, transfer);
    }
  }

  private _isDisposed = false;
  private _queue: { readonly id: number; readonly path: string }[] = [];
  private _requests = new Map<number, AbortController>();
  private _sockets: Sockets;
}
