import { loadCode, styleOffers, variableName } from '..';
import type { ILoadRequest, Recipe } from '../types';

const RECIPE: Recipe = {
  reader: 'stac',
  driver: 'STAC API',
  format: 'stac-search',
  urls: ['https://h/stac/'],
  isLocal: false,
  isLiteral: true,
  arguments: {
    collections: ['s2'],
    bbox: [9, 47, 10, 48],
    datetime: '2020-01-01T00:00:00Z/..',
    filter: '"eo:cloud_cover" < 20'
  },
  storageOptions: {}
};

function requestOf(
  over: Partial<Recipe> = {},
  parameters: Readonly<Record<string, unknown>> = {}
): ILoadRequest {
  return {
    recipe: { ...RECIPE, ...over },
    userParameters: [
      { name: 'bands', type: 'str', description: '', default: null },
      { name: 'max_items', type: 'int', description: '', default: 100 }
    ],
    parameters,
    style: 'xarray',
    variable: 's2'
  };
}

describe('load code of a search in a STAC API', () => {
  it('makes one lazy cube of what the search finds', () => {
    expect(loadCode(requestOf({}, { bands: 'red, nir' }))).toEqual({
      text: [
        'import odc.stac',
        'import pystac_client',
        '',
        "items = pystac_client.Client.open('https://h/stac/').search(",
        "    method='GET',",
        "    collections=['s2'],",
        '    bbox=[9, 47, 10, 48],',
        "    datetime='2020-01-01T00:00:00Z/..',",
        '    filter=\'"eo:cloud_cover" < 20\',',
        '    max_items=100,',
        ').item_collection()',
        's2 = odc.stac.load(',
        '    items,',
        "    bands=['red', 'nir'],",
        '    bbox=[9, 47, 10, 48],',
        '    chunks={},',
        ')',
        's2'
      ].join('\n'),
      packages: ['pystac-client', 'odc-stac', 'dask']
    });
  });

  it('leaves out what is not chosen', () => {
    const { text } = loadCode(requestOf({ arguments: {} }));
    expect(text).toContain("search(method='GET', max_items=100)");
    expect(text).toContain('s2 = odc.stac.load(items, chunks={})');
  });

  it('hands on free text as the API wants it', () => {
    const { text } = loadCode(requestOf({ arguments: { q: 'sea ice' } }));
    expect(text).toContain("    parameters={'q': 'sea ice'},\n).search(");
  });

  it('stops at the items where they are no rasters', () => {
    const { text, packages } = loadCode(requestOf({ format: 'stac-items' }));
    expect(text).toContain('s2 = pystac_client.Client.open(');
    expect(text).not.toContain('odc');
    expect(packages).toEqual(['pystac-client']);
  });

  it('is offered in the one style that there is', () => {
    expect(
      styleOffers(requestOf()).filter(offer => offer.refusal === null)
    ).toEqual([{ style: 'xarray', refusal: null }]);
  });

  it('does not hide its own names behind the data', () => {
    for (const name of ['items', 'odc', 'pystac_client']) {
      expect(variableName(name)).not.toBe(name);
    }
  });
});
