import { StateDB } from '@jupyterlab/statedb';
import {
  catalogOf,
  detailsOf,
  entryOf,
  nestedOf,
  pageOf
} from '../../testing/catalogs';
import { FakeServer, refusal } from '../../testing/FakeServer';
import { deferred, settle } from '../../testing/promises';
import { CatalogModel } from '../model';
import type { ICatalogModel, INoteRow, Row } from '../tokens';

function serverOf(): FakeServer {
  const server = new FakeServer();
  server.client.reply('listCatalogs', { items: [catalogOf()] });
  server.client.reply('listEntries', ({ query }) =>
    pageOf(
      query?.parent === 'sub'
        ? [entryOf({ id: 'deep' })]
        : [nestedOf(), entryOf()]
    )
  );
  server.client.reply('getEntry', ({ path }) =>
    detailsOf({
      id: path.entryId,
      parentId: path.entryId === 'deep' ? 'sub' : null
    })
  );
  return server;
}

/** Rows as text: level, then the key or what a note says. */
function lines(model: ICatalogModel): string[] {
  return [...model.snapshot.rows].map(
    row => `${row.level} ${row.kind === 'note' ? row.note : row.key}`
  );
}

function noteOf(rows: readonly Row[]): INoteRow {
  const note = rows.find(row => row.kind === 'note');
  if (note?.kind !== 'note') {
    throw new Error('no note among the rows');
  }
  return note;
}

describe('CatalogModel', () => {
  let server: FakeServer;
  let state: StateDB;
  let model: CatalogModel;

  function open(): CatalogModel {
    return new CatalogModel({ server, state, settings: null });
  }

  beforeEach(() => {
    server = serverOf();
    state = new StateDB();
    model = open();
  });

  afterEach(() => {
    model.dispose();
    model.dispose();
  });

  it('asks nothing before it is told to', async () => {
    await settle();
    expect(server.client.calls).toEqual([]);
    expect(server.live.listeners).toBe(0);
  });

  it('lists the catalogs, and asks for entries when one is opened', async () => {
    await model.ensure();
    expect(lines(model)).toEqual(['1 a']);
    expect(server.client.count('listEntries')).toBe(0);
    model.expand('a', true);
    expect(lines(model)).toEqual(['1 a', '2 loading']);
    await settle();
    expect(lines(model)).toEqual(['1 a', '2 a/sub', '2 a/sst']);
    model.expand('a/sub', true);
    await settle();
    expect(lines(model)).toEqual(['1 a', '2 a/sub', '3 a/deep', '2 a/sst']);
    model.expand('a', false);
    expect(lines(model)).toEqual(['1 a']);
  });

  it('does not go deeper with each further page of a list', async () => {
    const next = (id: string) =>
      nestedOf({ id, name: 'more results', driver: '' });
    server.client.reply('listEntries', ({ query }) =>
      pageOf(
        query?.parent === 'p1'
          ? [entryOf({ id: 'second' }), next('p2')]
          : query?.parent === 'p2'
            ? [entryOf({ id: 'third' })]
            : [entryOf({ id: 'first' }), next('p1')]
      )
    );
    await model.ensure();
    for (const key of ['a', 'a/p1', 'a/p2']) {
      model.expand(key, true);
      await settle();
    }
    expect(lines(model)).toEqual([
      '1 a',
      '2 a/first',
      '2 a/p1',
      '2 a/second',
      '2 a/p2',
      '2 a/third'
    ]);
  });

  it('keeps the rows while only the selection changes', async () => {
    await model.ensure();
    const { rows } = model.snapshot;
    model.select({ catalogId: 'a', entryId: 'sst' });
    await settle();
    expect(model.snapshot.rows).toBe(rows);
    expect(model.snapshot.details).toMatchObject({ phase: 'ready' });
  });

  it('has the server read a nested catalog, and lists it when a change says so', async () => {
    let childState: 'unloaded' | 'loading' | 'ready' = 'unloaded';
    server.client.reply('listEntries', ({ query }) =>
      pageOf(
        query?.parent === 'sub'
          ? [entryOf({ id: 'deep' })]
          : [nestedOf({ childState })]
      )
    );
    server.client.reply('expandEntry', () => {
      childState = 'loading';
      return detailsOf({ id: 'sub', hasChildren: true, childState });
    });
    await model.ensure();
    model.expand('a', true);
    await settle();
    model.expand('a/sub', true);
    await settle();
    expect(lines(model)).toEqual(['1 a', '2 a/sub', '3 loading']);
    childState = 'ready';
    server.live.change('entries', 1, 'a');
    await settle();
    expect(lines(model)).toEqual(['1 a', '2 a/sub', '3 a/deep']);
    expect(server.client.count('expandEntry')).toBe(1);
  });

  it('says why a nested catalog could not be read, and tries again', async () => {
    server.client.reply(
      'listEntries',
      pageOf([nestedOf({ childState: 'unloaded' })])
    );
    server.client.reply('expandEntry', refusal(502, 'no such host'));
    await model.ensure();
    model.expand('a', true);
    await settle();
    model.expand('a/sub', true);
    await settle();
    const note = noteOf([...model.snapshot.rows]);
    expect(note).toMatchObject({ note: 'failed', message: 'no such host' });
    await model.follow(note);
    expect(server.client.count('expandEntry')).toBe(2);
  });

  it('keeps the rows of a node that could not be read again, says why, and tries again', async () => {
    server.client.reply('listEntries', pageOf([entryOf({ id: 'sst' })]));
    await model.ensure();
    model.expand('a', true);
    await settle();
    server.client.reply('listEntries', refusal(500, 'broken'));
    server.live.change('entries', 1, 'a');
    await settle();
    expect(lines(model)).toEqual(['1 a', '2 failed', '2 a/sst']);
    const note = noteOf([...model.snapshot.rows]);
    expect(note).toMatchObject({ message: 'broken' });
    server.client.reply('listEntries', pageOf([entryOf({ id: 'new' })]));
    await model.follow(note);
    expect(lines(model)).toEqual(['1 a', '2 a/new']);
  });

  it('shows a failed list, and keeps an old one where a refresh fails', async () => {
    server.client.reply('listCatalogs', refusal(500, 'broken'));
    await model.ensure();
    expect(model.snapshot.catalogs.phase).toBe('failed');
    server.client.reply('listCatalogs', { items: [catalogOf()] });
    server.live.change('catalogs', 1, null);
    await settle();
    expect(lines(model)).toEqual(['1 a']);
    server.client.reply('listCatalogs', refusal(500, 'broken'));
    server.live.change('catalogs', 2, null);
    await settle();
    expect(model.snapshot.catalogs.phase).toBe('stale');
    expect(lines(model)).toEqual(['1 a']);
  });

  it('drops a change that it has seen', async () => {
    await model.ensure();
    server.live.change('catalogs', 5, null);
    await settle();
    const before = server.client.count('listCatalogs');
    server.live.change('catalogs', 5, null);
    await settle();
    expect(server.client.count('listCatalogs')).toBe(before);
  });

  it('asks once more for a change that came while it was asking', async () => {
    await model.ensure();
    const answer = deferred<{ items: ReturnType<typeof catalogOf>[] }>();
    server.client.reply('listCatalogs', () => answer.promise);
    server.live.change('catalogs', 1, null);
    server.live.change('catalogs', 2, null);
    server.live.change('catalogs', 3, null);
    expect(server.client.count('listCatalogs')).toBe(2);
    answer.resolve({ items: [catalogOf({ title: 'New' })] });
    await settle();
    expect(server.client.count('listCatalogs')).toBe(3);
  });

  it('puts an added catalog into the list at once and opens it', async () => {
    await model.ensure();
    const added = catalogOf({ id: 'b', state: 'loading' });
    server.client.reply('addCatalog', added);
    await model.add('https://h/c.yaml');
    expect(lines(model)).toEqual(['1 a', '1 b', '2 loading']);
    expect(model.snapshot.selection).toEqual({ catalogId: 'b', entryId: null });
    expect(server.client.last('addCatalog')).toEqual({
      body: { location: 'https://h/c.yaml', origin: 'user' }
    });
  });

  it('hands on why a catalog was refused', async () => {
    await model.ensure();
    server.client.reply('addCatalog', refusal(422, 'no such file'));
    await expect(model.add('x')).rejects.toThrow('no such file');
  });

  it('forgets a removed catalog and what was open of it', async () => {
    await model.ensure();
    model.expand('a', true);
    model.select({ catalogId: 'a', entryId: 'sst' });
    server.client.reply('removeCatalog', undefined);
    await model.remove('a');
    expect(lines(model)).toEqual([]);
    expect(model.snapshot.selection).toBe(null);
  });

  it('opens the tree down to an entry', async () => {
    await model.reveal('a', 'deep');
    await settle();
    expect(lines(model)).toEqual(['1 a', '2 a/sub', '3 a/deep', '2 a/sst']);
    expect(model.snapshot.selection).toEqual({
      catalogId: 'a',
      entryId: 'deep'
    });
  });

  it('remembers values for each entry', async () => {
    await model.ensure();
    model.select({ catalogId: 'a', entryId: 'sst' });
    model.setParameter('level', 3);
    model.select({ catalogId: 'a', entryId: 'deep' });
    expect(model.snapshot.parameters).toEqual({});
    model.select({ catalogId: 'a', entryId: 'sst' });
    expect(model.snapshot.parameters).toEqual({ level: 3 });
    expect(model.parametersOf('a', 'sst')).toEqual({ level: 3 });
  });

  it('asks nothing where the server half is missing', async () => {
    server.found = { phase: 'missing' };
    await model.ensure();
    expect(server.client.calls).toEqual([]);
    expect(server.live.listeners).toBe(0);
    expect(model.snapshot.half.phase).toBe('missing');
  });

  it('gives up requests and lets go of the socket when disposed', async () => {
    await model.ensure();
    const answer = deferred<ReturnType<typeof pageOf>>();
    server.client.reply('listEntries', () => answer.promise);
    model.expand('a', true);
    model.dispose();
    expect(server.client.calls.at(-1)?.signal?.aborted).toBe(true);
    expect(server.live.listeners).toBe(0);
  });

  describe('after a reload', () => {
    beforeEach(() => jest.useFakeTimers());
    afterEach(() => jest.useRealTimers());

    it('opens what was open, and takes the style', async () => {
      await model.ensure();
      model.expand('a', true);
      model.expand('a/sub', true);
      model.select({ catalogId: 'a', entryId: 'deep' });
      model.setStyle('intake');
      await jest.advanceTimersByTimeAsync(600);
      model.dispose();
      model = open();
      await model.ensure();
      await jest.advanceTimersByTimeAsync(0);
      expect(lines(model)).toEqual(['1 a', '2 a/sub', '3 a/deep', '2 a/sst']);
      expect(model.snapshot.selection?.entryId).toBe('deep');
      expect(model.snapshot.style).toBe('intake');
    });
  });
});
