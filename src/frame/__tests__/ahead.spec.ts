import { settle } from '../../testing/promises';
import { Ahead, type IExpected } from '../ahead';
import type { IShowingOwner } from '../showing';
import { TextCache } from '../texts';

/** Enough of a channel for frames that never load here: jsdom has none. */
class SilentChannel {
  static made: SilentChannel[] = [];

  readonly port1: Partial<MessagePort> = {
    postMessage: () => undefined,
    close: () => undefined
  };
  readonly port2 = {};

  constructor() {
    SilentChannel.made.push(this);
  }
}
Object.assign(globalThis, { MessageChannel: SilentChannel });

type Moving = { moveBefore?: (node: Node, child: Node | null) => void };

function owner(path = 'individual-progress'): IShowingOwner {
  const host = document.createElement('div');
  document.body.append(host);
  const nothing = () => undefined;
  return {
    host,
    path,
    title: 'Progress',
    onFollow: nothing,
    onBroken: nothing,
    onLoaded: nothing,
    onSilence: nothing,
    onLeft: nothing
  };
}

const parked = () =>
  document.querySelectorAll('.jp-OpaqueFrame-parking iframe').length;

describe('what is made ready for the next plot', () => {
  let ahead: Ahead;
  let asked: string[];
  let expected: IExpected;

  beforeEach(() => {
    (Element.prototype as Moving).moveBefore = function (
      this: Element,
      node: Node,
      child: Node | null
    ) {
      this.insertBefore(node, child);
    };
    asked = [];
    ahead = new Ahead(new TextCache());
    expected = {
      clusterId: 'c1',
      scripts: ['static/bokeh.min.js'],
      client: {
        fetch: async (path: string) => {
          asked.push(path);
          return new Response('1', {
            headers: { 'Content-Type': 'text/javascript' }
          });
        },
        socket: () => {
          throw new Error('nobody asked for a socket');
        }
      }
    };
  });

  afterEach(() => {
    ahead.drop();
    jest.useRealTimers();
    document.body.replaceChildren();
    delete (Element.prototype as Moving).moveBefore;
  });

  it('is one pair of frames, whatever is expected how often', async () => {
    ahead.expect(expected);
    ahead.expect(expected);
    expect(parked()).toBe(1);
    ahead.expect({ ...expected, clusterId: 'c2' });
    expect(parked()).toBe(1);
    await settle();
    expect(asked).toEqual([
      '/clusters/c1/dashboard/static/bokeh.min.js',
      '/clusters/c2/dashboard/static/bokeh.min.js'
    ]);
  });

  it('is taken once, by a page of the same cluster', () => {
    ahead.expect(expected);
    const other = owner();
    expect(ahead.take('c2', other)).toBeNull();
    const mine = owner();
    const showing = ahead.take('c1', mine);
    expect(showing?.node.parentElement).toBe(mine.host);
    expect(showing?.node.title).toBe('Progress');
    expect(ahead.take('c1', owner())).toBeNull();
    expect(parked()).toBe(0);
    showing?.dispose();
  });

  it('is listened to only once it was taken', () => {
    const heard = () =>
      SilentChannel.made.filter(({ port1 }) => port1.onmessage).length;
    SilentChannel.made = [];
    ahead.expect(expected);
    // Our own script in the outer layer, not the page.
    expect(heard()).toBe(1);
    const showing = ahead.take('c1', owner());
    expect(heard()).toBe(2);
    showing?.dispose();
  });

  it('is not for pages that are not at the root of the dashboard', () => {
    ahead.expect(expected);
    expect(ahead.take('c1', owner('info/main/workers.html'))).toBeNull();
    expect(parked()).toBe(1);
  });

  it('is made again once the page that took it has come', () => {
    jest.useFakeTimers();
    ahead.expect(expected);
    const showing = ahead.take('c1', owner());
    expect(parked()).toBe(0);
    ahead.goOn();
    jest.advanceTimersByTime(1000);
    expect(parked()).toBe(1);
    showing?.dispose();
  });

  it('goes when nothing is expected any more, and after two minutes', () => {
    jest.useFakeTimers();
    ahead.expect(expected);
    ahead.drop();
    expect(parked()).toBe(0);
    ahead.goOn();
    jest.advanceTimersByTime(1000);
    expect(parked()).toBe(0);
    ahead.expect(expected);
    jest.advanceTimersByTime(120_000);
    expect(parked()).toBe(0);
  });

  it('is nothing where frames cannot be moved, or scripts are not known', async () => {
    ahead.expect({ ...expected, scripts: [] });
    delete (Element.prototype as Moving).moveBefore;
    ahead.expect(expected);
    await settle();
    expect(parked()).toBe(0);
    expect(asked).toEqual([]);
  });

  it('fetches without frames, but not for those who save data, and no mathematics', async () => {
    const scripts = [...expected.scripts, 'static/mathjax/tex-svg.js'];
    ahead.fetch({ ...expected, scripts });
    expect(parked()).toBe(0);
    expect(asked).toHaveLength(1);
    Object.defineProperty(navigator, 'connection', {
      configurable: true,
      value: { saveData: true }
    });
    ahead.fetch({ ...expected, clusterId: 'c3' });
    expect(asked).toHaveLength(1);
    Object.defineProperty(navigator, 'connection', {
      configurable: true,
      value: undefined
    });
  });
});
