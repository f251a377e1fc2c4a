import { StateDB } from '@jupyterlab/statedb';
import { catalogOf, detailsOf, entryOf, pageOf } from '../../testing/catalogs';
import { FakeServer, refusal } from '../../testing/FakeServer';
import { deferred, settle } from '../../testing/promises';
import { CatalogModel } from '../model';
import type { EntryDetails, Facets } from '../tokens';

const FACETS: Facets = {
  columns: [
    {
      name: 'experiment',
      type: 'text',
      total: 2,
      values: [
        { value: '20C', count: 3 },
        { value: 'RCP85', count: 2 }
      ]
    }
  ],
  assetCount: 5,
  datasetCount: 2,
  totalAssets: 5,
  totalDatasets: 2,
  unknown: [],
  format: 'netcdf',
  example: '/data/a.nc'
};

describe('facets of collections', () => {
  let server: FakeServer;
  let state: StateDB;
  let model: CatalogModel;
  let details: EntryDetails;

  beforeEach(async () => {
    server = new FakeServer();
    server.client.reply('listCatalogs', {
      items: [catalogOf({ kind: 'esm', collectionId: 'all', assetCount: 5 })]
    });
    server.client.reply('listEntries', pageOf([entryOf()]));
    details = detailsOf({
      id: 'all',
      format: 'esm_datastore',
      driver: 'esm_datastore',
      kind: 'catalog'
    });
    server.client.reply('getEntry', () => details);
    server.client.reply('countFacets', FACETS);
    state = new StateDB();
    model = new CatalogModel({ server, state, settings: null });
    await model.ensure();
  });

  afterEach(() => model.dispose());

  async function select(): Promise<void> {
    model.select({ catalogId: 'a', entryId: 'all' });
    await settle();
  }

  function lastBody(): unknown {
    const calls = server.client.calls.filter(
      call => call.operation === 'countFacets'
    );
    return (calls.at(-1)?.args as { body: unknown }).body;
  }

  it('shows a collection of the list as a row that does not open', () => {
    expect(model.snapshot.rows).toHaveLength(1);
    expect(model.snapshot.rows.at(0)).toMatchObject({ isExpanded: null });
  });

  it('counts when a collection is selected, and again with each choice', async () => {
    expect(model.facets.snapshot).toBeNull();
    await select();
    expect(model.facets.snapshot?.facets).toMatchObject({ value: FACETS });
    expect(lastBody()).toEqual({ chosen: {}, containing: {}, limit: 200 });
    model.facets.choose('experiment', '20C', true);
    expect(model.facets.snapshot?.chosen).toEqual({ experiment: ['20C'] });
    await settle();
    expect(lastBody()).toMatchObject({ chosen: { experiment: ['20C'] } });
    model.facets.choose('experiment', '20C', false);
    await settle();
    expect(lastBody()).toMatchObject({ chosen: {} });
  });

  it('clears one column or all', async () => {
    await select();
    model.facets.choose('experiment', '20C', true);
    model.facets.choose('member', '1', true);
    model.facets.clear('member');
    expect(model.facets.snapshot?.chosen).toEqual({ experiment: ['20C'] });
    model.facets.clear();
    expect(model.facets.snapshot?.chosen).toEqual({});
  });

  it('gives load code what is chosen with the types of the columns', async () => {
    expect(model.facets.choiceOf('a', 'all')).toBeUndefined();
    await select();
    model.facets.choose('experiment', '20C', true);
    expect(model.facets.choiceOf('a', 'all')).toEqual({
      columns: [{ name: 'experiment', type: 'text', values: ['20C'] }],
      format: 'netcdf',
      example: '/data/a.nc',
      datasetCount: 2
    });
  });

  it('searches values once letters pause', async () => {
    await select();
    const before = server.client.count('countFacets');
    jest.useFakeTimers();
    try {
      for (const text of ['r', 'rc', 'rcp']) {
        model.facets.search('experiment', text);
      }
      await jest.advanceTimersByTimeAsync(1000);
    } finally {
      jest.useRealTimers();
    }
    await settle();
    expect(server.client.count('countFacets')).toBe(before + 1);
    expect(lastBody()).toMatchObject({ containing: { experiment: 'rcp' } });
  });

  it('opens a collection inside of a catalog once it is selected', async () => {
    details = { ...details, hasChildren: true, childState: 'unloaded' };
    server.client.reply('expandEntry', () => {
      details = { ...details, childState: 'ready' };
      return details;
    });
    await select();
    expect(server.client.count('expandEntry')).toBe(1);
    expect(server.client.count('countFacets')).toBe(0);
    server.live.change('entries', 9, 'a');
    await settle();
    expect(server.client.count('expandEntry')).toBe(1);
    expect(model.facets.snapshot?.facets.phase).toBe('ready');
  });

  it('keeps the choice through a reload of the page', async () => {
    await select();
    jest.useFakeTimers();
    try {
      model.facets.choose('experiment', 'RCP85', true);
      await jest.advanceTimersByTimeAsync(1000);
    } finally {
      jest.useRealTimers();
    }
    await settle();
    model.dispose();
    model = new CatalogModel({ server, state, settings: null });
    await model.ensure();
    await settle();
    expect(model.facets.snapshot?.chosen).toEqual({ experiment: ['RCP85'] });
    expect(lastBody()).toMatchObject({ chosen: { experiment: ['RCP85'] } });
  });

  it('shows why counting failed, and counts again when asked', async () => {
    server.client.reply('countFacets', refusal(409, 'not read'));
    await select();
    expect(model.facets.snapshot?.facets.phase).toBe('failed');
    server.client.reply('countFacets', FACETS);
    await model.facets.refresh(null);
    expect(model.facets.snapshot?.facets.phase).toBe('ready');
  });

  it('are known before code is made of a choice from an earlier visit', async () => {
    const answer = deferred<Facets>();
    server.client.reply('countFacets', () => answer.promise);
    model.facets.restore(new Map([['a/all', { experiment: ['20C'] }]]));
    expect(model.facets.choiceOf('a', 'all')).toBeUndefined();
    const known = model.facets.know('a', 'all');
    answer.resolve(FACETS);
    await known;
    expect(model.facets.choiceOf('a', 'all')?.columns).toEqual([
      { name: 'experiment', type: 'text', values: ['20C'] }
    ]);
  });

  it('of which nothing is chosen are not asked for', async () => {
    const before = server.client.calls.length;
    await model.facets.know('a', 'all');
    expect(server.client.calls).toHaveLength(before);
  });
});
