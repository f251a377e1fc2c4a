/**
 * What a page finds in place of the browser's own ways out. The functions travel as text into the frame, so that each
 * stands alone: it uses its arguments and the globals of the frame, nothing of this module.
 *
 * The shim is a convenience for honest pages. What keeps hostile ones in is the sandbox and the policy.
 */

/** Messages to and from Lab's page, as the parts of the shim share them. */
export interface IChannel {
  post(message: object, transfer?: Transferable[]): void;
  /** Receive messages that carry this id. */
  on(id: number, receive: (message: Received) => void): void;
  off(id: number): void;
  nextId(): number;
}

export type Received = {
  t: string;
  protocol: string;
  data: string | ArrayBuffer;
  bytes: number;
  code: number;
  reason: string;
  clean: boolean;
  status: number;
  type: string;
  url: string;
  body: ArrayBuffer;
};

/** Talk to Lab's page by the port that the outer layer has handed in. */
export function openChannel(port: MessagePort): IChannel {
  let last = 0;
  const receivers = new Map<number, (message: Received) => void>();
  port.onmessage = ({ data }: MessageEvent<Received & { id: number }>) =>
    receivers.get(data.id)?.(data);
  return {
    post: (message, transfer = []) => port.postMessage(message, transfer),
    on: (id, receive) => void receivers.set(id, receive),
    off: id => void receivers.delete(id),
    nextId: () => ++last
  };
}

/**
 * Wait for the outer layer's two ports, then write what comes by the second into the document, as a browser writes a
 * page that it receives: scripts run where they stand. Null ends the page.
 *
 * Opening the document anew takes all listeners away; so the shim is installed after it.
 */
export function receivePage(
  w: Window & typeof globalThis,
  install: (port: MessagePort) => void
): void {
  const { document: page } = w;
  const onPorts = (event: MessageEvent): void => {
    const [port, feed] = event.ports;
    if (event.source !== w.parent || !port || !feed) {
      return;
    }
    w.removeEventListener('message', onPorts);
    page.open();
    install(port);
    feed.onmessage = ({ data }: MessageEvent<string | null>) => {
      if (data === null) {
        feed.close();
        page.close();
      } else {
        page.write(data);
      }
    };
  };
  w.addEventListener('message', onPorts);
}

/** Storage, cookies and WebRTC: what an opaque origin has not, and what a frame must not have. */
export function installStorage(w: Window & typeof globalThis): void {
  const define = (target: object, name: string, value: unknown) =>
    Object.defineProperty(target, name, { configurable: true, value });
  for (const name of ['localStorage', 'sessionStorage']) {
    const items = new Map<string, string>();
    define(w, name, {
      getItem: (key: string) => items.get(String(key)) ?? null,
      setItem: (key: string, value: string) =>
        void items.set(String(key), String(value)),
      removeItem: (key: string) => void items.delete(String(key)),
      clear: () => items.clear(),
      key: (index: number) => [...items.keys()][index] ?? null,
      get length() {
        return items.size;
      }
    });
  }
  Object.defineProperty(w.document, 'cookie', {
    configurable: true,
    get: () => '',
    set: () => undefined
  });
  for (const name of [
    'RTCPeerConnection',
    'webkitRTCPeerConnection',
    'RTCDataChannel',
    'WebTransport'
  ]) {
    define(w, name, undefined);
  }
}

/** Links lead to Lab's page, which shows another page of the dashboard or asks before it opens another site. */
export function installLinks(
  w: Window & typeof globalThis,
  channel: IChannel
): void {
  const follow = (event: MouseEvent) => {
    const link = (event.target as Element | null)?.closest?.('a[href]');
    const href = link?.getAttribute('href') ?? '';
    // The page's own script and places within the page need nobody's help.
    if (!link || event.defaultPrevented || /^(#|javascript:)/i.test(href)) {
      return;
    }
    event.preventDefault();
    channel.post({ t: 'follow', url: href });
  };
  w.addEventListener('click', follow);
  w.addEventListener('auxclick', follow);
}

/** `fetch` and `XMLHttpRequest`, GET only, by way of Lab's page. */
export function installFetch(
  w: Window & typeof globalThis,
  channel: IChannel
): void {
  const get = (url: string, signal?: AbortSignal | null) =>
    new Promise<Received>((resolve, reject) => {
      const id = channel.nextId();
      channel.on(id, message => {
        channel.off(id);
        if (message.t === 'got') {
          resolve(message);
        } else {
          reject(new w.TypeError('Failed to fetch'));
        }
      });
      signal?.addEventListener('abort', () => {
        channel.off(id);
        channel.post({ t: 'abort', id });
        reject(new w.DOMException('The request was aborted.', 'AbortError'));
      });
      channel.post({ t: 'get', id, url });
    });
  w.fetch = async (input, init) => {
    const isRequest = typeof input === 'object' && 'method' in input;
    const method = init?.method ?? (isRequest ? input.method : 'GET');
    if (method.toUpperCase() !== 'GET') {
      throw new w.TypeError('Only GET is allowed here');
    }
    const url = isRequest ? input.url : String(input);
    const { status, type, body } = await get(url, init?.signal);
    const isEmpty = [204, 205, 304].includes(status);
    return new w.Response(isEmpty ? null : body, {
      status,
      headers: type ? { 'Content-Type': type } : {}
    });
  };
}
