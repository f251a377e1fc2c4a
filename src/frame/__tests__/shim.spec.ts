import { Script } from 'node:vm';
import type { IChannel, Received } from '../shim';
import { FrameSocket } from '../shimSocket';
import { shimText } from '../shimText';

interface ISaid {
  t: string;
  id: number;
  data?: unknown;
  bytes?: number;
}

function channelOf() {
  const said: ISaid[] = [];
  const receivers = new Map<number, (message: Received) => void>();
  let last = 0;
  const channel: IChannel = {
    post: message => said.push(message as ISaid),
    on: (id, receive) => receivers.set(id, receive),
    off: id => receivers.delete(id),
    nextId: () => ++last
  };
  const hear = (id: number, message: Partial<Received>) =>
    receivers.get(id)?.(message as Received);
  return { channel, said, hear, receivers };
}

describe('the shim', () => {
  it('stands alone as text', () => {
    // Names of a module do not travel: whatever the text uses, the frame must have.
    expect(() => new Script(shimText())).not.toThrow();
    expect(shimText()).not.toMatch(
      /__(name|publicField|privateGet)|_webpack|require\(/
    );
  });

  it('keeps what is sent until there is room, and counts it', () => {
    const { channel, said, hear } = channelOf();
    FrameSocket.channel = channel;
    FrameSocket.ahead = 10;
    const socket = new FrameSocket('ws://srcdoc/ws', 'bokeh');
    expect(() => socket.send('early')).toThrow();
    hear(1, { t: 'opened', protocol: 'bokeh' });
    expect([socket.readyState, socket.protocol]).toEqual([1, 'bokeh']);
    for (let n = 0; n < 4; n++) {
      socket.send('123456');
    }
    socket.close(4000, 'done');
    expect(socket.bufferedAmount).toBe(24);
    expect(said.map(({ t }) => t)).toEqual(['open', 'send', 'send']);
    hear(1, { t: 'sent', bytes: 12 });
    expect(said.map(({ t }) => t).slice(3)).toEqual(['send', 'send', 'close']);
    expect(socket.bufferedAmount).toBe(12);
  });

  it('acknowledges what the page has dealt with', () => {
    const { channel, said, hear, receivers } = channelOf();
    FrameSocket.channel = channel;
    const socket = new FrameSocket('ws://srcdoc/ws');
    const seen: unknown[] = [];
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', event =>
      seen.push((event as MessageEvent).data)
    );
    Object.assign(socket, {
      onclose: (event: CloseEvent) => seen.push(event.code)
    });
    hear(1, { t: 'opened', protocol: '' });
    hear(1, { t: 'message', data: 'four' });
    expect(said[said.length - 1]).toEqual({ t: 'ack', id: 1, bytes: 4 });
    hear(1, { t: 'closed', code: 1011, reason: 'gone', clean: true });
    expect(seen).toEqual(['four', 1011]);
    expect([socket.readyState, receivers.size]).toEqual([3, 0]);
  });
});
