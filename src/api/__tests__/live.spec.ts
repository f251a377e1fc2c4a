import { Live } from '../live';
import type { Change } from '../tokens';

class FakeSocket {
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly sent: unknown[] = [];
  isClosed = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.isClosed = true;
    this.onclose?.();
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

function setUp() {
  const sockets: FakeSocket[] = [];
  const live = new Live({
    socket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    }
  });
  return { live, sockets };
}

const HELLO = { type: 'hello', version: '0' };

describe('Live', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('opens nothing before somebody listens, and one socket for all', () => {
    const { live, sockets } = setUp();
    expect(sockets).toHaveLength(0);
    live.listen('clusters', () => undefined);
    live.listen('catalogs', () => undefined);
    live.subscribe('cluster-samples', 'a', () => undefined);
    expect(sockets).toHaveLength(1);
    live.dispose();
  });

  it('refreshes every listener once after a connection, then by topic', () => {
    const { live, sockets } = setUp();
    const seen: (Change | null)[] = [];
    live.listen('clusters', change => seen.push(change));
    sockets[0].say(HELLO);
    sockets[0].say({
      type: 'changed',
      topic: 'clusters',
      id: 'a',
      revision: 1
    });
    sockets[0].say({
      type: 'changed',
      topic: 'catalogs',
      id: 'b',
      revision: 2
    });
    expect(seen.map(change => change?.id ?? null)).toEqual([null, 'a']);
    live.dispose();
  });

  it('connects again by itself and subscribes anew', () => {
    const { live, sockets } = setUp();
    const samples: unknown[] = [];
    const subscription = live.subscribe('cluster-samples', 'a', sample =>
      samples.push(sample)
    );
    sockets[0].say(HELLO);
    expect(sockets[0].sent).toEqual([
      { type: 'subscribe', stream: 'cluster-samples', id: 'a' }
    ]);
    sockets[0].close();
    expect(live.isConnected).toBe(false);
    jest.advanceTimersByTime(300);
    sockets[1].say(HELLO);
    expect(sockets[1].sent).toHaveLength(1);
    sockets[1].say({ type: 'sampled', id: 'a', sample: { time: 1 } });
    sockets[1].say({ type: 'sampled', id: 'b', sample: { time: 2 } });
    expect(samples).toEqual([{ time: 1 }]);
    subscription.dispose();
    expect(sockets[1].sent[1]).toEqual({
      type: 'unsubscribe',
      stream: 'cluster-samples',
      id: 'a'
    });
    live.dispose();
  });

  it('waits longer the more often it fails', () => {
    const { live, sockets } = setUp();
    live.listen('clusters', () => undefined);
    for (const wait of [250, 500, 1000]) {
      const before = sockets.length;
      sockets[before - 1].close();
      jest.advanceTimersByTime(wait - 1);
      expect(sockets).toHaveLength(before);
      jest.advanceTimersByTime(1);
      expect(sockets).toHaveLength(before + 1);
    }
    live.dispose();
  });

  it('stays closed once disposed', () => {
    const { live, sockets } = setUp();
    live.listen('clusters', () => undefined);
    live.dispose();
    live.dispose();
    jest.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
    expect(sockets[0].isClosed).toBe(true);
  });
});
