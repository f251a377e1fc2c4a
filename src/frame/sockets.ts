import type { IApiClient } from '../api/tokens';
import { resolveSocket } from './paths';
import { LIMITS } from './policy';
import { type FromPage, sizeOf, type ToPage } from './protocol';

export interface ISocketsOptions {
  readonly client: Pick<IApiClient, 'socket'>;
  readonly clusterId: string;
  readonly path: string;
  readonly onBroken: (reason: string) => void;
}

type SocketMessage = Extract<
  FromPage,
  { t: 'open' | 'send' | 'close' | 'ack' }
>;
type Post = (message: ToPage, transfer?: Transferable[]) => void;

/** How often a socket is looked at whose browser has not sent everything yet, milliseconds. */
const DRAINING = 20;

/** Codes that a page may close with. */
const isCode = (code: number): boolean =>
  code === 1000 || (code >= 3000 && code <= 4999);

/** Codes after which nothing is amiss. */
const CALM = new Set([1000, 1001]);

interface IOpen {
  readonly socket: WebSocket;
  /** Bytes given to the page that it has not dealt with. */
  behind: number;
  /** Bytes of the page that the browser has not sent, oldest first. */
  readonly unsent: number[];
  timer: number | undefined;
  isClosing: boolean;
}

/** The sockets of one page. */
export class Sockets {
  constructor(
    private readonly _options: ISocketsOptions,
    private readonly _post: Post
  ) {}

  get count(): number {
    return this._open.size;
  }

  receive(message: SocketMessage): void {
    if (message.t === 'open') {
      this._begin(message.id, message.url, message.protocols);
      return;
    }
    const entry = this._open.get(message.id);
    if (!entry) {
      return;
    }
    switch (message.t) {
      case 'send':
        this._send(message.id, entry, message.data);
        break;
      case 'ack':
        entry.behind = Math.max(0, entry.behind - message.bytes);
        break;
      case 'close':
        this._close(entry, message.code, message.reason);
    }
  }

  dispose(): void {
    for (const entry of this._open.values()) {
      this._release(entry);
      entry.socket.close();
    }
    this._open.clear();
  }

  private _begin(id: number, url: string, protocols: string[]): void {
    const path = resolveSocket(url, this._options.path);
    if (
      path === null ||
      this._open.has(id) ||
      this._open.size >= LIMITS.sockets
    ) {
      this._refuse(id);
      return;
    }
    let socket: WebSocket;
    try {
      socket = this._options.client.socket(
        `/clusters/${encodeURIComponent(this._options.clusterId)}/dashboard/${path}`,
        protocols
      );
    } catch {
      this._refuse(id);
      return;
    }
    socket.binaryType = 'arraybuffer';
    const entry: IOpen = {
      socket,
      behind: 0,
      unsent: [],
      timer: undefined,
      isClosing: false
    };
    this._open.set(id, entry);
    socket.onopen = () =>
      this._post({ t: 'opened', id, protocol: socket.protocol });
    socket.onmessage = event =>
      this._show(id, entry, event.data as string | ArrayBuffer);
    socket.onclose = event => this._end(id, entry, event);
  }

  private _refuse(id: number): void {
    this._post({ t: 'closed', id, code: 1006, reason: '', clean: false });
  }

  private _show(id: number, entry: IOpen, data: string | ArrayBuffer): void {
    const size = sizeOf(data);
    entry.behind += size;
    if (size > LIMITS.message || entry.behind > LIMITS.waiting) {
      // The browser cannot be told to stop reading: a page that does not keep up is cut off.
      entry.socket.close(4009, 'the page does not keep up');
      return;
    }
    const transfer = typeof data === 'string' ? [] : [data];
    this._post({ t: 'message', id, data }, transfer);
  }

  private _send(id: number, entry: IOpen, data: string | ArrayBuffer): void {
    const { socket } = entry;
    const size = sizeOf(data);
    if (
      size > LIMITS.message ||
      socket.bufferedAmount + size > LIMITS.waiting
    ) {
      entry.isClosing = true;
      socket.close(4009, 'the page sends too much');
      return;
    }
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(data);
    }
    entry.unsent.push(size);
    this._drain(id, entry);
  }

  /** Tell the page what the browser has sent, so that it knows when to go on. */
  private _drain(id: number, entry: IOpen): void {
    const buffered = entry.socket.bufferedAmount;
    let left = entry.unsent.reduce((sum, size) => sum + size, 0);
    let sent = 0;
    while (entry.unsent.length && left - entry.unsent[0] >= buffered) {
      left -= entry.unsent[0];
      sent += entry.unsent.shift() ?? 0;
    }
    if (sent) {
      this._post({ t: 'sent', id, bytes: sent });
    }
    if (entry.unsent.length && entry.timer === undefined) {
      entry.timer = window.setTimeout(() => {
        entry.timer = undefined;
        this._drain(id, entry);
      }, DRAINING);
    }
  }

  private _close(entry: IOpen, code?: number, reason = ''): void {
    entry.isClosing = true;
    const shown = reason.slice(0, 40);
    if (code !== undefined && isCode(code)) {
      entry.socket.close(code, shown);
    } else {
      entry.socket.close();
    }
  }

  private _end(id: number, entry: IOpen, event: CloseEvent): void {
    this._release(entry);
    this._open.delete(id);
    const { code, reason, wasClean } = event;
    this._post({ t: 'closed', id, code, reason, clean: wasClean });
    if (!entry.isClosing && !CALM.has(code)) {
      this._options.onBroken(reason);
    }
  }

  private _release(entry: IOpen): void {
    window.clearTimeout(entry.timer);
    const { socket } = entry;
    socket.onopen = socket.onmessage = socket.onclose = null;
  }

  private _open = new Map<number, IOpen>();
}
