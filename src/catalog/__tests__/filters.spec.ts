import { catalogOf } from '../../testing/catalogs';
import { FakeServer } from '../../testing/FakeServer';
import { checkedFilters, NO_FILTERS, termsOf } from '../filters';
import { CatalogModel } from '../model';

const FACETS = { facets: [], total: 0 };
const NONE = { items: [], nextCursor: null, total: 0 };

describe('filters of the search', () => {
  let server: FakeServer;
  let model: CatalogModel;

  beforeEach(async () => {
    jest.useFakeTimers();
    server = new FakeServer();
    server.client.reply('listCatalogs', { items: [catalogOf()] });
    server.client.reply('listSearchedServices', { items: [] });
    server.client.reply('searchEntries', NONE);
    server.client.reply('countSearchFacets', FACETS);
    model = new CatalogModel({ server, state: null, settings: null });
    await model.ensure();
  });
  afterEach(() => {
    model.dispose();
    jest.useRealTimers();
  });

  it('narrow hits also without any words, and bring the tree back when they go', async () => {
    const { filters } = model.searching;
    filters.choose('format', 'zarr', true);
    filters.change({ box: ['170', '-10', '-170', '10'], start: '2020-01-01' });
    await jest.advanceTimersByTimeAsync(200);
    expect(model.snapshot.search.isOn).toBe(true);
    expect(server.client.calls[1]?.operation).toBe('listSearchedServices');
    const asked = server.client.calls.find(
      call => call.operation === 'searchEntries'
    );
    expect(asked?.args).toMatchObject({
      query: {
        q: '',
        filters: '{"format":["zarr"]}',
        bbox: '170,-10,-170,10',
        datetime: '2020-01-01/..'
      }
    });
    filters.clear();
    expect([...model.snapshot.rows].map(row => row.key)).toEqual(['a']);
  });

  it('say without which of them there would be entries', async () => {
    server.client.reply('searchEntries', ({ query }) => ({
      ...NONE,
      total: query?.bbox === undefined ? 7 : 0
    }));
    const { filters } = model.searching;
    filters.choose('kind', 'grid', true);
    filters.change({ box: ['0', '0', '1', '1'] });
    await jest.advanceTimersByTimeAsync(200);
    expect(model.snapshot.search.looser).toEqual([{ part: 'box', total: 7 }]);
    filters.clear('box');
    await jest.advanceTimersByTimeAsync(200);
    expect(model.snapshot.search.looser).toEqual([]);
  });

  it('are counted only while they are open, and once for quick changes', async () => {
    const { filters } = model.searching;
    model.search('sea');
    await jest.advanceTimersByTimeAsync(500);
    expect(server.client.count('countSearchFacets')).toBe(0);
    filters.open(true);
    await jest.advanceTimersByTimeAsync(0);
    expect(server.client.last('countSearchFacets')).toMatchObject({
      query: { q: 'sea' }
    });
    filters.choose('kind', 'grid', true);
    filters.choose('kind', 'table', true);
    await jest.advanceTimersByTimeAsync(300);
    expect(server.client.count('countSearchFacets')).toBe(2);
    filters.open(false);
    filters.choose('kind', 'table', false);
    await jest.advanceTimersByTimeAsync(300);
    expect(server.client.count('countSearchFacets')).toBe(2);
  });

  it('that cannot be used narrow nothing and are named', async () => {
    const { filters } = model.searching;
    filters.change({ box: ['1', '', '', ''], start: '2021-01-01' });
    filters.change({ end: '2020-01-01' });
    expect(filters.snapshot).toMatchObject({
      slip: 'box-incomplete',
      isReversed: true,
      parts: []
    });
    await jest.advanceTimersByTimeAsync(200);
    expect(model.snapshot.search.isOn).toBe(false);
  });
});

describe('kept filters', () => {
  it('come back as they were', () => {
    const filters = {
      ...NO_FILTERS,
      chosen: { keyword: ['a, b'] },
      end: '2020-01-01'
    };
    expect(checkedFilters(JSON.parse(JSON.stringify(filters)))).toEqual(
      filters
    );
    expect(termsOf(filters).parts).toEqual(['keyword', 'time']);
  });

  it.each([null, 'x', { chosen: 1, box: [1], start: 2 }, { box: ['1'] }])(
    'of another shape are none: %p',
    kept => expect(checkedFilters(kept)).toEqual(NO_FILTERS)
  );
});
