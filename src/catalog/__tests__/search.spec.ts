import { catalogOf, entryOf } from '../../testing/catalogs';
import { FakeServer, refusal } from '../../testing/FakeServer';
import { CatalogModel } from '../model';

function keys(model: CatalogModel): string[] {
  return model.snapshot.rows.map(row => row.key);
}

describe('search', () => {
  let server: FakeServer;
  let model: CatalogModel;

  beforeEach(() => {
    jest.useFakeTimers();
    server = new FakeServer();
    server.client.reply('listCatalogs', { items: [catalogOf()] });
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
});
