import type { Wire } from '../../api/tokens';
import { catalogOf, detailsOf, entryOf, pageOf } from '../../testing/catalogs';
import { FakeServer, refusal } from '../../testing/FakeServer';
import { CatalogModel } from '../model';
import type { Row } from '../tokens';

function keys(model: CatalogModel): string[] {
  return [...model.snapshot.rows].map(row => row.key);
}

describe('search', () => {
  let server: FakeServer;
  let model: CatalogModel;

  beforeEach(() => {
    jest.useFakeTimers();
    server = new FakeServer();
    server.client.reply('listCatalogs', { items: [catalogOf()] });
    server.client.reply('listSearchedServices', { items: [] });
    server.client.reply('searchEntries', {
      items: [
        {
          catalogId: 'a',
          entry: entryOf({ id: 'deep' }),
          path: ['Ocean', 'sub', 'deep'],
          ancestors: ['sub']
        }
      ],
      nextCursor: null,
      total: 1
    });
    model = new CatalogModel({ server, state: null, settings: null });
  });
  afterEach(() => {
    model.dispose();
    jest.useRealTimers();
  });

  it('waits for a pause in the typing', async () => {
    await model.ensure();
    for (const query of ['s', 'ss', 'sst']) {
      model.search(query);
      await jest.advanceTimersByTimeAsync(100);
    }
    expect(server.client.count('searchEntries')).toBe(0);
    await jest.advanceTimersByTimeAsync(60);
    expect(server.client.count('searchEntries')).toBe(1);
    expect(server.client.last('searchEntries')).toMatchObject({
      query: { q: 'sst' }
    });
    expect(keys(model)).toEqual(['a/deep']);
  });

  it('brings the tree back when it is cleared', async () => {
    await model.ensure();
    model.search('sst');
    await jest.advanceTimersByTimeAsync(200);
    model.search('');
    expect(keys(model)).toEqual(['a']);
    await jest.advanceTimersByTimeAsync(200);
    expect(server.client.count('searchEntries')).toBe(1);
  });

  it('shows why it failed', async () => {
    await model.ensure();
    server.client.reply('searchEntries', refusal(500, 'no index'));
    model.search('sst');
    await jest.advanceTimersByTimeAsync(200);
    expect(model.snapshot.search.hits).toMatchObject({ phase: 'failed' });
  });

  describe('of many pages', () => {
    const asked: (string | undefined)[] = [];

    beforeEach(async () => {
      asked.length = 0;
      server.client.reply('searchEntries', ({ query }) => {
        asked.push(`${query?.q} ${query?.cursor ?? 0} ${query?.limit}`);
        return page(Number(query?.cursor ?? 0), query?.limit ?? 0);
      });
      await model.ensure();
      model.search('sst');
      await jest.advanceTimersByTimeAsync(200);
    });

    function page(first: number, limit: number): Wire<'SearchPage'> {
      const items = Array.from({ length: limit }, (_, step) => ({
        catalogId: 'a',
        entry: entryOf({ id: `e${first + step}` }),
        path: ['Ocean', 'e'],
        ancestors: []
      }));
      return { items, nextCursor: String(first + limit), total: 1000 };
    }

    function last(): Row {
      return [...model.snapshot.rows][model.snapshot.rows.length - 1];
    }

    async function more(): Promise<void> {
      const row = last();
      if (row.kind === 'note') {
        await model.follow(row);
      }
    }

    it('says why the next one did not come, and asks again when told to', async () => {
      server.client.reply('searchEntries', refusal(500, 'no index'));
      await more();
      expect(last()).toMatchObject({ note: 'failed', message: 'no index' });
      server.client.reply('searchEntries', ({ query }) =>
        page(Number(query?.cursor ?? 0), query?.limit ?? 0)
      );
      await more();
      expect(model.snapshot.rows).toHaveLength(201);
      expect(last()).toMatchObject({ note: 'more' });
    });

    it('does not mix hits of other words in', async () => {
      model.search('ssh');
      await more();
      expect(asked).toEqual(['sst 0 100', 'sst 100 100']);
      await jest.advanceTimersByTimeAsync(200);
      await more();
      expect(asked.slice(2)).toEqual(['ssh 0 100', 'ssh 100 100']);
      expect(model.snapshot.rows).toHaveLength(201);
    });

    it('loads the next one also while that of words before is on its way', async () => {
      server.client.reply('searchEntries', ({ query }) =>
        query?.q === 'sst'
          ? new Promise(() => undefined)
          : page(Number(query?.cursor ?? 0), query?.limit ?? 0)
      );
      void more();
      model.search('ssh');
      await jest.advanceTimersByTimeAsync(200);
      await more();
      expect(model.snapshot.rows).toHaveLength(201);
    });

    it('keeps what was loaded when the index changed', async () => {
      await more();
      await more();
      server.live.change('entries', 9, 'a');
      await jest.advanceTimersByTimeAsync(0);
      expect(asked.at(-1)).toBe('sst 0 300');
      expect(model.snapshot.rows).toHaveLength(301);
    });
  });

  it('by filters alone is asked again when told to', async () => {
    await model.ensure();
    server.client.reply('searchEntries', refusal(500, 'no index'));
    model.searching.filters.choose('kind', 'grid', true);
    await jest.advanceTimersByTimeAsync(200);
    server.client.reply('searchEntries', {
      items: [],
      nextCursor: null,
      total: 0
    });
    await model.searching.again();
    expect(model.snapshot.search.hits).toMatchObject({ phase: 'ready' });
  });

  it('gives way to the tree when an entry is shown there, filters too', async () => {
    server.client.reply('getEntry', detailsOf());
    server.client.reply('listEntries', pageOf([entryOf()]));
    await model.ensure();
    model.searching.filters.choose('kind', 'grid', true);
    model.search('sst');
    await jest.advanceTimersByTimeAsync(200);
    await model.reveal('a', 'sst');
    await jest.advanceTimersByTimeAsync(0);
    expect(model.snapshot.search.isOn).toBe(false);
    expect(keys(model)).toEqual(['a', 'a/sst']);
  });
});
