import type { IChannel, Received } from './shim';

/* A part of the shim: its text travels into the frame and stands alone, as shim.ts says. */

/**
 * `WebSocket` by way of Lab's page.
 *
 * What is sent waits here while more than `ahead` bytes are not yet on their way, and is counted by `bufferedAmount`;
 * what is received is acknowledged when the page has dealt with it, so that Lab's page knows how far behind it is.
 */
export class FrameSocket extends EventTarget {
  /** Set by {@link shimText}. */
  static channel: IChannel;
  static ahead: number;
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSING = 2;
  readonly CLOSED = 3;
  readonly url: string;
  readyState = 0;
  binaryType: BinaryType = 'blob';
  protocol = '';
  extensions = '';
  bufferedAmount = 0;

  constructor(url: string, protocols: string | string[] = []) {
    super();
    this.url = String(url);
    // The class has no name of its own in the frame.
    const own = this.constructor as typeof FrameSocket;
    this.#channel = own.channel;
    this.#ahead = own.ahead;
    this.#id = this.#channel.nextId();
    this.#channel.on(this.#id, message => this.#receive(message));
    const offered = typeof protocols === 'string' ? [protocols] : protocols;
    this.#channel.post({
      t: 'open',
      id: this.#id,
      url: this.url,
      protocols: [...offered]
    });
  }

  send(data: string | Blob | ArrayBuffer | ArrayBufferView): void {
    if (this.readyState === 0) {
      throw new DOMException('Not open yet', 'InvalidStateError');
    }
    if (data instanceof Blob) {
      void data.arrayBuffer().then(buffer => this.#enqueue(buffer));
    } else if (ArrayBuffer.isView(data)) {
      const { buffer, byteOffset, byteLength } = data;
      this.#enqueue(buffer.slice(byteOffset, byteOffset + byteLength));
    } else {
      this.#enqueue(data instanceof ArrayBuffer ? data : String(data));
    }
  }

  close(code?: number, reason?: string): void {
    if (this.readyState < 2) {
      this.readyState = 2;
      this.#closing = { t: 'close', id: this.#id, code, reason };
      this.#flush();
    }
  }

  #enqueue(data: string | ArrayBuffer): void {
    this.bufferedAmount += this.#size(data);
    this.#waiting.push(data);
    this.#flush();
  }

  #flush(): void {
    while (this.#waiting.length && this.#under < this.#ahead) {
      const data = this.#waiting.shift() as string | ArrayBuffer;
      this.#under += this.#size(data);
      this.#channel.post({ t: 'send', id: this.#id, data });
    }
    if (this.#closing && !this.#waiting.length) {
      this.#channel.post(this.#closing);
      this.#closing = null;
    }
  }

  #receive(message: Received): void {
    switch (message.t) {
      case 'opened':
        this.readyState = 1;
        this.protocol = message.protocol;
        this.#fire(new Event('open'));
        break;
      case 'sent':
        this.#under -= message.bytes;
        this.bufferedAmount -= message.bytes;
        this.#flush();
        break;
      case 'message':
        this.#show(message.data);
        break;
      case 'closed':
        this.#end(message);
    }
  }

  #show(data: string | ArrayBuffer): void {
    const isBlob = this.binaryType === 'blob' && typeof data !== 'string';
    const shown = isBlob ? new Blob([data]) : data;
    this.#fire(new MessageEvent('message', { data: shown }));
    this.#channel.post({ t: 'ack', id: this.#id, bytes: this.#size(data) });
  }

  #end({ code, reason, clean }: Received): void {
    this.readyState = 3;
    this.#channel.off(this.#id);
    if (!clean) {
      this.#fire(new Event('error'));
    }
    this.#fire(new CloseEvent('close', { code, reason, wasClean: clean }));
  }

  #fire(event: Event): void {
    this.dispatchEvent(event);
    const own = (this as unknown as Record<string, unknown>)[`on${event.type}`];
    if (typeof own === 'function') {
      own.call(this, event);
    }
  }

  #size(data: string | ArrayBuffer): number {
    return typeof data === 'string' ? data.length : data.byteLength;
  }

  #ahead: number;
  #channel: IChannel;
  #closing: object | null = null;
  #id: number;
  #under = 0;
  #waiting: (string | ArrayBuffer)[] = [];
}
