import { loadCode, styleOffers } from '..';
import type { ICollectionChoice, ILoadRequest, Recipe } from '../types';

const RECIPE: Recipe = {
  reader: 'esm',
  driver: 'esm_datastore',
  format: 'esm_datastore',
  urls: ['/data/lens.json'],
  isLocal: true,
  isLiteral: true,
  arguments: {},
  storageOptions: {}
};

function choiceOf(over: Partial<ICollectionChoice> = {}): ICollectionChoice {
  return {
    columns: [
      { name: 'experiment', type: 'text', values: ['20C', 'RCP85'] },
      { name: 'member', type: 'integer', values: ['1'] }
    ],
    format: 'netcdf',
    example: '/data/a.nc',
    datasetCount: 2,
    ...over
  };
}

function codeOf(
  collection?: ICollectionChoice,
  over: Partial<Recipe> = {}
): string {
  const request: ILoadRequest = {
    recipe: { ...RECIPE, ...over },
    userParameters: [],
    parameters: {},
    style: 'intake',
    variable: 'lens',
    collection
  };
  return loadCode(request).text;
}

describe('load code of a collection', () => {
  it('searches for what is chosen and gives a dictionary of datasets', () => {
    expect(codeOf(choiceOf())).toBe(
      [
        'import intake',
        '',
        "cat = intake.open_esm_datastore('/data/lens.json')",
        "lens = cat.search(experiment=['20C', 'RCP85'], member=[1]).to_dataset_dict(threaded=False, progressbar=False)",
        'lens'
      ].join('\n')
    );
  });

  it('opens the collection and loads nothing where nothing is chosen', () => {
    for (const choice of [undefined, choiceOf({ columns: [] })]) {
      const text = codeOf(choice);
      expect(text).toContain(
        "lens = intake.open_esm_datastore('/data/lens.json')"
      );
      expect(text).toContain('# Nothing is chosen');
      expect(text.split('\n').filter(line => !line.startsWith('#'))).toEqual(
        expect.not.arrayContaining([expect.stringContaining('search')])
      );
    }
  });

  it('gives empty cells, numbers and what looks like a pattern as intake-esm takes them', () => {
    const text = codeOf(
      choiceOf({
        columns: [
          { name: 'a', type: 'text', values: ['', 'x*(1)', 'pop.h'] },
          { name: 'b', type: 'number', values: ['0.50', 'odd'] },
          { name: 'c', type: 'integer', values: ['20180701', '1_0'] },
          { name: 'not a name', type: 'text', values: ['x'] }
        ]
      })
    );
    expect(text).toContain("a=[None, '^x\\\\*\\\\(1\\\\)$', 'pop.h']");
    expect(text).toContain("b=[0.5, 'odd']");
    expect(text).toContain("c=[20180701, '1_0']");
    expect(text).toContain("**{'not a name': ['x']}");
  });

  it('keeps storage options away from Zarr stores on a disk only', () => {
    const local = choiceOf({ format: 'zarr', example: '/data/a.zarr' });
    const remote = choiceOf({ format: 'zarr', example: 'gs://cmip6/a' });
    expect(codeOf(local)).toContain(
      "xarray_open_kwargs={'backend_kwargs': {'storage_options': None}}"
    );
    expect(codeOf(remote)).not.toContain('xarray_open_kwargs');
    // Zarr stores are opened side by side; NetCDF files are not, for that can crash.
    expect(codeOf(remote)).not.toContain('threaded');
  });

  it('says how many datasets are opened where they are many', () => {
    expect(codeOf(choiceOf({ datasetCount: 51 }))).toContain(
      '# Opens 51 datasets'
    );
    expect(codeOf(choiceOf({ datasetCount: 50 }))).not.toContain('# Opens');
  });

  it('names the packages of the assets', () => {
    const { packages } = loadCode({
      recipe: RECIPE,
      userParameters: [],
      parameters: {},
      style: 'intake',
      variable: 'lens',
      collection: choiceOf({ format: 'zarr', example: 'gs://cmip6/a' })
    });
    expect(packages).toEqual([
      'intake-esm',
      'xarray',
      'dask',
      'zarr',
      'fsspec',
      'gcsfs'
    ]);
  });

  it('is offered by intake-esm only', () => {
    const offers = styleOffers({
      recipe: RECIPE,
      userParameters: [],
      parameters: {}
    });
    expect(offers).toEqual([
      { style: 'xarray', refusal: 'collection' },
      { style: 'intake', refusal: null },
      { style: 'dask', refusal: 'not-a-table' }
    ]);
  });

  it('hands on what an intake catalog says of it, and tells what not', () => {
    const text = codeOf(choiceOf(), {
      reader: 'intake-v1',
      isLiteral: false,
      isLocal: false,
      urls: ['https://example.org/c.json'],
      arguments: { sep: '/', csv_kwargs: {} },
      storageOptions: { anon: true }
    });
    expect(text).toContain("sep='/'");
    expect(text).toContain("storage_options={'anon': True}");
    expect(text).toContain('# Not used: csv_kwargs');
  });
});
