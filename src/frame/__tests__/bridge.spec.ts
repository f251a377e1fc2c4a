import { settle } from '../../testing/promises';
import { Bridge } from '../bridge';
import { LIMITS } from '../policy';
import { type IPort, readFromPage } from '../protocol';

class FakePort implements IPort {
  readonly posted: Record<string, unknown>[] = [];
  isClosed = false;
  onmessage: ((event: MessageEvent) => void) | null = null;

  postMessage(message: unknown): void {
    this.posted.push(message as Record<string, unknown>);
  }

  close(): void {
    this.isClosed = true;
  }

  say(data: unknown): void {
    this.onmessage?.({ data } as MessageEvent);
  }
}

class FakeSocket {
  binaryType = '';
  bufferedAmount = 0;
  protocol = 'bokeh';
  readyState = 1;
  readonly sent: unknown[] = [];
  closed: unknown[] | null = null;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: object) => void) | null = null;

  send(data: unknown): void {
    this.sent.push(data);
  }

  close(...args: unknown[]): void {
    this.closed = args;
  }
}

function setUp(path = 'individual-progress') {
  const port = new FakePort();
  const sockets: {
    socket: FakeSocket;
    path: string;
    protocols: readonly string[];
  }[] = [];
  const asked: string[] = [];
  const followed: string[] = [];
  const broken: string[] = [];
  const bridge = new Bridge({
    client: {
      fetch: async (url, init) => {
        asked.push(url);
        return new Promise((_, reject) =>
          init?.signal?.addEventListener('abort', () =>
            reject(new Error('aborted'))
          )
        );
      },
      socket: (url, protocols = []) => {
        const socket = new FakeSocket();
        sockets.push({ socket, path: url, protocols });
        return socket as unknown as WebSocket;
      }
    },
    clusterId: 'c1',
    path,
    port,
    onFollow: url => followed.push(url),
    onBroken: reason => broken.push(reason)
  });
  const open = (id = 1, url = 'ws://srcdoc/ws') => {
    port.say({ t: 'open', id, url, protocols: ['bokeh', 'token'] });
    return sockets[sockets.length - 1]?.socket;
  };
  return { port, sockets, asked, followed, broken, bridge, open };
}

describe('a bridge', () => {
  it.each([
    null,
    1,
    'open',
    {},
    { t: 'nothing' },
    { t: 'constructor' },
    { t: '__proto__' },
    { t: 'open', id: 'a', url: 'x', protocols: [] },
    { t: 'open', id: 1, url: {}, protocols: [] },
    { t: 'open', id: 1, url: 'x', protocols: [1] },
    { t: 'open', id: 1, url: 'x', protocols: Array(9).fill('a') },
    { t: 'send', id: 1, data: { toString: 1 } },
    { t: 'ack', id: 1, bytes: -5 },
    { t: 'get', id: NaN, url: 'x' },
    { t: 'get', id: 1, url: 'x'.repeat(70_000) },
    { t: 'close', id: 1, code: 'x' }
  ])('drops the message %j', message => {
    expect(readFromPage(message)).toBeNull();
    const { port, sockets, asked } = setUp();
    port.say(message);
    expect([port.posted, sockets, asked]).toEqual([[], [], []]);
  });

  it("opens sockets of its own dashboard with the page's protocols", () => {
    const { port, sockets, open } = setUp();
    const socket = open();
    expect(sockets[0].path).toBe(
      '/clusters/c1/dashboard/individual-progress/ws'
    );
    expect(sockets[0].protocols).toEqual(['bokeh', 'token']);
    socket.onopen?.();
    const data = new ArrayBuffer(3);
    socket.onmessage?.({ data });
    expect(port.posted).toEqual([
      { t: 'opened', id: 1, protocol: 'bokeh' },
      { t: 'message', id: 1, data }
    ]);
  });

  it.each([
    'ws://elsewhere.example/',
    'ws://localhost:8888/api/kernels',
    '//e/ws'
  ])('opens nothing at %s', url => {
    const { port, sockets } = setUp();
    port.say({ t: 'open', id: 1, url, protocols: [] });
    expect(sockets).toEqual([]);
    expect(port.posted).toEqual([
      { t: 'closed', id: 1, code: 1006, reason: '', clean: false }
    ]);
  });

  it('opens no more sockets than a page may have', () => {
    const { sockets, open, port } = setUp();
    for (let id = 1; id <= LIMITS.sockets + 1; id++) {
      open(id);
    }
    expect(sockets).toHaveLength(LIMITS.sockets);
    expect(port.posted).toHaveLength(1);
  });

  it('cuts off a page that does not keep up', () => {
    const { open, port } = setUp();
    const socket = open();
    const data = new ArrayBuffer(LIMITS.waiting / 2);
    socket.onmessage?.({ data });
    socket.onmessage?.({ data });
    expect(socket.closed).toBeNull();
    socket.onmessage?.({ data: 'x' });
    expect(socket.closed).toEqual([4009, 'the page does not keep up']);
    expect(port.posted).toHaveLength(2);
  });

  it('goes on with a page that acknowledges', () => {
    const { open, port } = setUp();
    const socket = open();
    for (let n = 0; n < 4; n++) {
      socket.onmessage?.({ data: new ArrayBuffer(LIMITS.waiting / 2) });
      port.say({ t: 'ack', id: 1, bytes: LIMITS.waiting / 2 });
    }
    expect(socket.closed).toBeNull();
  });

  it('tells a page what has been sent only when the browser has sent it', () => {
    jest.useFakeTimers();
    const { open, port } = setUp();
    const socket = open();
    socket.bufferedAmount = 10;
    port.say({ t: 'send', id: 1, data: 'x'.repeat(10) });
    expect(socket.sent).toHaveLength(1);
    expect(port.posted).toEqual([]);
    socket.bufferedAmount = 0;
    jest.advanceTimersByTime(50);
    expect(port.posted).toEqual([{ t: 'sent', id: 1, bytes: 10 }]);
    jest.useRealTimers();
  });

  it('cuts off a page that sends more than the browser takes', () => {
    const { open, port } = setUp();
    const socket = open();
    socket.bufferedAmount = LIMITS.waiting;
    port.say({ t: 'send', id: 1, data: 'x' });
    expect(socket.closed).toEqual([4009, 'the page sends too much']);
    expect(socket.sent).toEqual([]);
  });

  it('says that a connection broke, unless the page closed it', () => {
    const { open, port, broken } = setUp();
    open(1).onclose?.({ code: 1011, reason: 'gone', wasClean: true });
    const second = open(2);
    port.say({ t: 'close', id: 2, code: 1, reason: 'x'.repeat(200) });
    expect(second.closed).toEqual([]);
    second.onclose?.({ code: 1006, reason: '', wasClean: false });
    open(3).onclose?.({ code: 1000, reason: '', wasClean: true });
    expect(broken).toEqual(['gone']);
  });

  it('fetches below its own dashboard only, a few at a time', () => {
    const { port, asked } = setUp('info/main/workers.html');
    port.say({ t: 'get', id: 1, url: '../../json/counts.json' });
    port.say({ t: 'get', id: 2, url: 'http://e/' });
    port.say({ t: 'get', id: 3, url: '/a%252f' });
    expect(asked).toEqual(['/clusters/c1/dashboard/json/counts.json']);
    expect(port.posted.map(({ t, id }) => [t, id])).toEqual([
      ['failed', 2],
      ['failed', 3]
    ]);
    for (let id = 10; id < 30; id++) {
      port.say({ t: 'get', id, url: '/x' });
    }
    expect(asked).toHaveLength(LIMITS.requests);
  });

  it('gives up a request when the page does', async () => {
    const { port } = setUp();
    port.say({ t: 'get', id: 1, url: '/x' });
    port.say({ t: 'abort', id: 1 });
    await settle();
    expect(port.posted).toEqual([{ t: 'failed', id: 1 }]);
  });

  it('hands links on as they are', () => {
    const { port, followed } = setUp();
    port.say({ t: 'follow', url: 'javascript:alert(1)' });
    expect(followed).toEqual(['javascript:alert(1)']);
  });

  it('closes everything when the frame goes', async () => {
    const { port, open, bridge, broken } = setUp();
    const socket = open();
    port.say({ t: 'get', id: 1, url: '/x' });
    bridge.dispose();
    bridge.dispose();
    await settle();
    expect([port.isClosed, socket.closed, socket.onclose]).toEqual([
      true,
      [],
      null
    ]);
    expect([port.posted, broken, bridge.socketCount]).toEqual([[], [], 0]);
  });
});
