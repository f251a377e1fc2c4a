import { FakeClient } from '../../testing/FakeServer';
import { Finder } from '../finder';

const ALL = Array.from({ length: 130 }, (_, number) => ({
  uid: `u${number}`,
  title: `Number ${number}`
}));

async function settled(finder: Finder): Promise<Finder['snapshot']> {
  await jest.runAllTimersAsync();
  return finder.snapshot;
}

describe('a search among dashboards', () => {
  let client: FakeClient;
  let finder: Finder;

  beforeEach(() => {
    jest.useFakeTimers();
    client = new FakeClient();
    client.reply(
      'listGrafanaDashboards',
      ({ body: { text = '', page = 1 } }) => {
        const found = ALL.filter(({ title }) => title.includes(text));
        const items = found.slice((page - 1) * 100, page * 100);
        return { items, hasMore: items.length === 100 };
      }
    );
    finder = new Finder(client, 'ops');
  });

  afterEach(() => {
    finder.dispose();
    jest.useRealTimers();
  });

  it('asks once for what is typed without a pause, and keeps what was found until then', async () => {
    finder.search('', 0);
    await settled(finder);
    finder.search('Number 1');
    finder.search('Number 12');
    expect(finder.snapshot).toMatchObject({
      isLoading: true,
      text: 'Number 12'
    });
    expect(finder.snapshot.hits).toHaveLength(100);
    const { hits } = await settled(finder);
    expect(hits.map(({ uid }) => uid)).toEqual([
      ...['u12', 'u120', 'u121', 'u122', 'u123', 'u124'],
      ...['u125', 'u126', 'u127', 'u128', 'u129']
    ]);
    expect(client.count('listGrafanaDashboards')).toBe(2);
  });

  it('goes on page by page, each dashboard once', async () => {
    finder.search('', 0);
    expect(await settled(finder)).toMatchObject({ hasMore: true });
    finder.more();
    finder.more();
    const { hits, hasMore } = await settled(finder);
    expect([hits.length, hasMore]).toEqual([130, false]);
    expect(client.count('listGrafanaDashboards')).toBe(2);
  });

  it('says what is wrong, keeps what it had, and asks for the same page again', async () => {
    finder.search('', 0);
    await settled(finder);
    const problem = { code: 'unreachable', message: 'it is away' };
    client.reply('listGrafanaDashboards', { problem });
    finder.more();
    const { hits, problem: said } = await settled(finder);
    expect([hits.length, said]).toEqual([100, 'it is away']);
    client.reply('listGrafanaDashboards', { items: ALL.slice(100) });
    finder.more();
    expect((await settled(finder)).hits).toHaveLength(130);
    expect(client.calls.at(-1)?.args).toMatchObject({ body: { page: 2 } });
  });

  it('takes nothing of another text, and goes on with its own first page after a failure', async () => {
    finder.search('', 0);
    await settled(finder);
    expect(finder.active?.uid).toBe('u0');
    const problem = { code: 'unreachable', message: 'it is away' };
    client.reply('listGrafanaDashboards', { problem });
    finder.search('Number 12');
    expect(finder.active).toBeUndefined();
    await settled(finder);
    client.reply('listGrafanaDashboards', { items: [ALL[12]] });
    finder.more();
    expect((await settled(finder)).hits).toEqual([ALL[12]]);
    expect(client.calls.at(-1)?.args).toMatchObject({ body: { page: 1 } });
  });

  it('says nothing any more once it was given up', async () => {
    const changes = jest.fn();
    finder.search('x');
    finder.changed.connect(changes);
    finder.dispose();
    await jest.runAllTimersAsync();
    expect(changes).not.toHaveBeenCalled();
    expect(client.calls).toEqual([]);
  });
});
