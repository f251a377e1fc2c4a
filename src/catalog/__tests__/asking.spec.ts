import { catalogOf, detailsOf, entryOf, pageOf } from '../../testing/catalogs';
import { FakeServer, refusal } from '../../testing/FakeServer';
import { CatalogModel } from '../model';
import type { INoteRow, SearchQuery, Service } from '../tokens';

const TEXT: Service = {
  api: 'csw',
  url: 'https://h',
  filters: ['text', 'bbox']
};
const BOX: Service = { api: 'stac', url: 'https://s', filters: ['bbox'] };
const TOPICS: Service = { ...TEXT, filters: ['text', 'keywords'] };
const HIT = entryOf({ id: 'hit' });

/** Lines as `level note phase` or `level key`. */
function lines(model: CatalogModel): string[] {
  return [...model.snapshot.rows].map(row =>
    row.kind === 'note'
      ? `${row.level} ${row.note} ${row.asked?.title ?? ''} ${row.asked?.phase ?? ''}`
      : `${row.level} ${row.key}`
  );
}

function lineOf(model: CatalogModel, title: string): INoteRow {
  const row = [...model.snapshot.rows].find(
    each => each.kind === 'note' && each.asked?.title === title
  );
  if (row?.kind !== 'note') {
    throw new Error(`no line for ${title}`);
  }
  return row;
}

describe('services that are asked for what is typed', () => {
  let server: FakeServer;
  let model: CatalogModel;
  let asked: SearchQuery[];

  beforeEach(async () => {
    jest.useFakeTimers();
    asked = [];
    server = new FakeServer();
    const { client } = server;
    client.reply('listCatalogs', {
      items: [catalogOf(), catalogOf({ id: 'b' })]
    });
    client.reply('listEntries', pageOf([HIT]));
    client.reply('searchEntries', { items: [], nextCursor: null, total: 0 });
    client.reply('listSearchedServices', {
      items: [
        { catalogId: 'a', entryId: null, path: ['Records'], service: TEXT },
        { catalogId: 'b', entryId: null, path: ['Scenes'], service: BOX }
      ]
    });
    client.reply('beginSearch', ({ body }) => {
      asked.push(body.query);
      return entryOf({ id: `t${asked.length}`, childState: 'loading' });
    });
    client.reply('getEntry', ({ path }) =>
      detailsOf({
        id: path.entryId,
        hasChildren: true,
        childState: 'ready',
        metadata: { matched: 1234 }
      })
    );
    client.reply('endSearch', undefined);
    model = new CatalogModel({ server, state: null, settings: null });
    await model.ensure();
  });
  afterEach(() => {
    model.dispose();
    jest.useRealTimers();
  });

  async function type(words: string, wait = 1000): Promise<void> {
    model.search(words);
    await jest.advanceTimersByTimeAsync(wait);
  }

  it('are asked by themselves after a pause once they were opened', async () => {
    model.expand('a', true);
    await type('sea', 500);
    await type('sea surface', 500);
    expect(asked).toEqual([]);
    await jest.advanceTimersByTimeAsync(150);
    expect(asked).toEqual([{ text: 'sea surface', limit: 20 }]);
    expect(server.client.last('beginSearch')).toMatchObject({
      path: { catalogId: 'a' },
      body: { parent: null, isTransient: true }
    });
    expect(lines(model)).toEqual([
      '1 service Records ready',
      '2 a/hit',
      '1 service Scenes unable'
    ]);
    expect(lineOf(model, 'Records').asked?.matched).toBe(1234);
    expect(lineOf(model, 'Scenes').asked?.missing).toEqual(['text']);
  });

  it('are asked on a click where they were not opened, and not for two letters', async () => {
    model.expand('a', true);
    await type('se');
    expect(asked).toEqual([]);
    model.expand('a', false);
    await type('');
    model.dispose();
    model = new CatalogModel({ server, state: null, settings: null });
    await model.ensure();
    await type('sea');
    expect(asked).toEqual([]);
    expect(lines(model)[0]).toBe('1 service Records idle');
    await model.follow(lineOf(model, 'Records'));
    expect(asked).toEqual([{ text: 'sea', limit: 20 }]);
  });

  it('say by what they cannot narrow, and are asked by what they can', async () => {
    const { filters } = model.searching;
    filters.change({ box: ['0', '0', '1', '1'], start: '2020-01-01' });
    await jest.advanceTimersByTimeAsync(1000);
    await model.follow(lineOf(model, 'Scenes'));
    await jest.advanceTimersByTimeAsync(0);
    expect(asked).toEqual([{ bbox: [0, 0, 1, 1], limit: 20 }]);
    expect(lines(model)).toContain('2 hint Scenes ready');
    expect(lineOf(model, 'Scenes').asked?.missing).toEqual(['interval']);
  });

  it('are asked for keywords as they are, commas too', async () => {
    server.client.reply('listSearchedServices', {
      items: [
        { catalogId: 'a', entryId: null, path: ['Topics'], service: TOPICS }
      ]
    });
    model.searching.filters.choose('keyword', 'Oceans, salinity', true);
    await type('sea');
    await model.follow(lineOf(model, 'Topics'));
    expect(asked).toEqual([
      { text: 'sea', keywords: ['Oceans, salinity'], limit: 20 }
    ]);
  });

  it('are told to stop when other words come, also where the answer is late', async () => {
    let answer = (): void => undefined;
    server.client.reply(
      'beginSearch',
      () =>
        new Promise(resolve => {
          answer = () => resolve(entryOf({ id: 'late' }));
        })
    );
    model.expand('a', true);
    await type('sea');
    expect(lines(model)[0]).toBe('1 service Records asking');
    model.search('se');
    answer();
    await jest.advanceTimersByTimeAsync(0);
    expect(server.client.last('endSearch')).toEqual({
      path: { catalogId: 'a', entryId: 'late' }
    });
    expect(lines(model)[0]).toBe('1 service Records idle');
    expect(server.client.count('getEntry')).toBe(0);
  });

  it('that fail say why in place, and are asked again', async () => {
    server.client.reply('beginSearch', refusal(502, 'no route'));
    await type('sea');
    await model.follow(lineOf(model, 'Records'));
    expect(lineOf(model, 'Records')).toMatchObject({
      message: 'no route',
      asked: { phase: 'failed' }
    });
    server.client.reply('beginSearch', entryOf({ id: 'again' }));
    await model.follow(lineOf(model, 'Records'));
    await jest.advanceTimersByTimeAsync(0);
    expect(lines(model).slice(0, 2)).toEqual([
      '1 service Records ready',
      '2 a/hit'
    ]);
  });

  it('wait for the change that tells of the answer', async () => {
    let childState: 'loading' | 'failed' = 'loading';
    server.client.reply('getEntry', () =>
      detailsOf({
        childState,
        problems: [{ code: 'timeout', message: 'too slow' }]
      })
    );
    await type('sea');
    await model.follow(lineOf(model, 'Records'));
    expect(lineOf(model, 'Records').asked?.phase).toBe('asking');
    childState = 'failed';
    server.live.change('entries', 9, 'a');
    await jest.advanceTimersByTimeAsync(0);
    expect(lineOf(model, 'Records')).toMatchObject({
      message: 'too slow',
      asked: { phase: 'failed' }
    });
  });

  it('answer with what can be kept as a search of the tree', async () => {
    await type('sea');
    await model.follow(lineOf(model, 'Records'));
    await jest.advanceTimersByTimeAsync(0);
    await model.follow(lineOf(model, 'Records'));
    expect(server.client.last('beginSearch')).toEqual({
      path: { catalogId: 'a' },
      body: { query: { text: 'sea', limit: 20 }, parent: null }
    });
    expect(model.snapshot.search.isOn).toBe(false);
  });

  it('whose answer is lost say so in place', async () => {
    server.client.reply('getEntry', () => detailsOf({ childState: 'loading' }));
    await type('sea');
    await model.follow(lineOf(model, 'Records'));
    server.client.reply('getEntry', refusal(404, 'no such entry'));
    server.live.change('entries', 9, 'a');
    await jest.advanceTimersByTimeAsync(0);
    expect(lineOf(model, 'Records')).toMatchObject({
      message: 'no such entry',
      asked: { phase: 'failed' }
    });
  });

  it('say why what they answered cannot be kept', async () => {
    await type('sea');
    await model.follow(lineOf(model, 'Records'));
    server.client.reply('beginSearch', refusal(409, 'not read yet'));
    await model.follow(lineOf(model, 'Records'));
    expect(lineOf(model, 'Records')).toMatchObject({
      message: 'not read yet',
      asked: { phase: 'ready' }
    });
    expect(lines(model)).toContain('2 a/hit');
  });

  describe('with a large folder in the answer', () => {
    const folder = entryOf({
      id: 'folder',
      hasChildren: true,
      childState: 'ready'
    });

    function listed(): unknown[] {
      return server.client.calls
        .filter(call => call.operation === 'listEntries')
        .map(call => {
          const { query } = call.args as {
            query: { parent: string; offset: number };
          };
          return `${query.parent} ${query.offset}`;
        });
    }

    beforeEach(async () => {
      server.client.reply('listEntries', ({ query }) =>
        query?.parent === 'folder'
          ? {
              ...pageOf(
                Array.from({ length: 200 }, (_, step) =>
                  entryOf({ id: `c${(query.offset ?? 0) + step}` })
                )
              ),
              nextCursor: '1',
              total: 1000
            }
          : pageOf([folder])
      );
      await type('sea');
      await model.follow(lineOf(model, 'Records'));
      await jest.advanceTimersByTimeAsync(0);
      model.expand('a/folder', true);
      await jest.advanceTimersByTimeAsync(0);
    });

    it('load what of it comes into view', async () => {
      const { rows } = model.snapshot;
      model.look(rows.slice(500, 510));
      await jest.advanceTimersByTimeAsync(0);
      expect(listed()).toEqual(['t1 0', 'folder 0', 'folder 400']);
      expect(model.snapshot.rows.at(505)).toMatchObject({ kind: 'entry' });
    });

    it('forget all of it when other words come', async () => {
      await type('ice');
      const before = listed().length;
      server.live.change('entries', 9, 'a');
      await jest.advanceTimersByTimeAsync(0);
      expect(listed()).toHaveLength(before);
    });
  });

  it('are asked again for a nested catalog that could not be opened', async () => {
    const nested = entryOf({
      id: 'nested',
      hasChildren: true,
      childState: 'unloaded'
    });
    server.client.reply('listEntries', pageOf([nested]));
    server.client.reply('expandEntry', refusal(502, 'no route'));
    await type('sea');
    await model.follow(lineOf(model, 'Records'));
    await jest.advanceTimersByTimeAsync(0);
    model.expand('a/nested', true);
    await jest.advanceTimersByTimeAsync(0);
    const failed = [...model.snapshot.rows].find(
      row => row.kind === 'note' && row.note === 'failed'
    ) as INoteRow;
    expect(failed.message).toBe('no route');
    server.client.reply(
      'expandEntry',
      detailsOf({ id: 'nested', childState: 'loading' })
    );
    await model.follow(failed);
    expect(model.snapshot.rows).not.toContainEqual(
      expect.objectContaining({ note: 'failed' })
    );
  });
});
