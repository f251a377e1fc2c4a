import * as fc from 'fast-check';
import { recipeOf } from '../../../testing/catalogs';
import { bestStyle, loadCode, requirements, type Style, styleOffers } from '..';
import type { ILoadRequest } from '../types';

function requestOf(
  recipe: Parameters<typeof recipeOf>[0],
  over: Partial<ILoadRequest> = {}
): ILoadRequest {
  return {
    recipe: recipeOf(recipe),
    userParameters: [],
    parameters: {},
    style: 'xarray',
    variable: 'data',
    ...over
  };
}

function textOf(
  recipe: Parameters<typeof recipeOf>[0],
  over: Partial<ILoadRequest> = {}
): string {
  return loadCode(requestOf(recipe, over)).text;
}

describe('loadCode', () => {
  it('opens a Zarr store in place', () => {
    expect(textOf({})).toBe(
      [
        'import xarray as xr',
        '',
        "data = xr.open_dataset('/data/sst.zarr', engine='zarr', chunks={})",
        'data'
      ].join('\n')
    );
  });

  it('hands storage options on to remote stores only', () => {
    const storageOptions = { anon: true };
    expect(textOf({ storageOptions })).not.toContain('storage_options');
    expect(
      textOf({ urls: ['s3://b/k.zarr'], isLocal: false, storageOptions })
    ).toContain("storage_options={'anon': True}");
  });

  it('copies a remote NetCDF file by fsspec, its options under the protocol', () => {
    expect(
      textOf({
        format: 'netcdf',
        urls: ['s3://b/a.nc'],
        isLocal: false,
        storageOptions: { anon: true }
      })
    ).toBe(
      [
        'import fsspec',
        'import xarray as xr',
        '',
        'data = xr.open_dataset(',
        "    fsspec.open_local('simplecache::s3://b/a.nc', s3={'anon': True}),",
        '    chunks={},',
        ')',
        'data'
      ].join('\n')
    );
  });

  it('combines several NetCDF files as the catalog says', () => {
    const text = textOf({
      format: 'netcdf',
      urls: ['/a/*.nc'],
      arguments: { concat_dim: 'time', xarray_kwargs: { decode_times: false } }
    });
    expect(text).toContain('xr.open_mfdataset(');
    expect(text).toContain("concat_dim='time'");
    expect(text).toContain("combine='nested'");
    expect(text).toContain('decode_times=False');
  });

  it('lays csv_kwargs flat and joins dates of several columns', () => {
    expect(
      textOf({
        format: 'csv',
        urls: ['/a/t.csv'],
        arguments: { csv_kwargs: { sep: ';', parse_dates: [['d', 'h']] } }
      })
    ).toBe(
      [
        'import pandas as pd',
        '',
        "data = pd.read_csv('/a/t.csv', sep=';', dtype={'d': 'str', 'h': 'str'})",
        "data = data.assign(**{'d_h': pd.to_datetime(data['d'] + ' ' + data['h'])}).drop(columns=['d', 'h'])",
        'data'
      ].join('\n')
    );
  });

  it('says which arguments it leaves out', () => {
    expect(textOf({ arguments: { odd: 1 } })).toMatch(/^# Not used: odd\n/);
  });

  it('fills chosen parameters into addresses', () => {
    const level = { name: 'level', type: 'int', default: 1 };
    const over = { userParameters: [level], parameters: { level: 7 } };
    expect(textOf({ urls: ["/a/{{ '%02d' % level }}.zarr"] }, over)).toContain(
      "'/a/07.zarr'"
    );
  });

  it('leaves what would be evaluated as text, with a warning, and offers no Intake for it', () => {
    const request = requestOf({ urls: ['/a/{{ env(USER) }}.zarr'] });
    expect(loadCode(request).text).toContain("'/a/{{ env(USER) }}.zarr'");
    expect(loadCode(request).text).toMatch(/^# .*\{\{ env\(USER\) \}\}\n/);
    expect(refusals(request)['intake']).toBe('expressions');
  });

  it('warns of a default that asks for the environment', () => {
    const key = { name: 'key', type: 'str', default: 'env(SECRET)' };
    const request = requestOf(
      { urls: ['/a/{{ key }}.zarr'] },
      { userParameters: [key] }
    );
    expect(loadCode(request).text).toMatch(/^# .*env\(SECRET\)\n/);
    expect(refusals(request)['intake']).toBe('expressions');
    const chosen = { ...request, parameters: { key: 'mine' } };
    expect(refusals(chosen)['intake']).toBe(null);
  });

  it('leads Intake through nested catalogs', () => {
    const steps = [
      { location: '/data/root.yaml', name: 'sub' },
      { location: '/data/sub.yaml', name: "it's" }
    ];
    expect(textOf({ steps }, { style: 'intake' })).toContain(
      "data = cat['sub'][\"it's\"].to_dask()"
    );
  });

  it('refuses a variable that is no Python name', () => {
    expect(() => loadCode(requestOf({}, { variable: 'a b' }))).toThrow(
      'not a Python name'
    );
  });

  it('refuses a style that is not offered', () => {
    expect(() => loadCode(requestOf({}, { style: 'dask' }))).toThrow(
      'not-a-table'
    );
  });

  it('knows nothing of formats by names of objects', () => {
    for (const format of ['constructor', '__proto__', 'toString']) {
      expect(refusals(requestOf({ format }))['xarray']).toBe('unknown-driver');
      expect(
        textOf({ format, urls: [`${format}://x`] }, { style: 'intake' })
      ).toContain('.read()');
    }
  });

  it('opens an image in a store with options through a file system that workers share', () => {
    expect(
      textOf({
        reader: 'stac',
        format: 'rasterio',
        urls: ['s3://b/scene.tif'],
        isLocal: false,
        isLiteral: true,
        storageOptions: { requester_pays: true },
        auth: 'requester-pays'
      })
    ).toBe(
      [
        '# Reading is billed to your own cloud project',
        'import fsspec',
        'import rioxarray',
        '',
        'data = rioxarray.open_rasterio(',
        "    's3://b/scene.tif',",
        '    chunks={},',
        "    opener=fsspec.filesystem('s3', requester_pays=True),",
        ')',
        'data'
      ].join('\n')
    );
  });

  it('takes the address of a literal recipe as it stands', () => {
    const urls = ['https://h/{z}/{{ env(USER) }}.zarr'];
    const over = { reader: 'stac', urls, isLocal: false, isLiteral: true };
    expect(textOf(over)).toContain(`'${urls[0]}'`);
    expect(textOf(over)).not.toContain('#');
  });

  it('binds the variable and ends with it, whatever a recipe holds', () => {
    const text = fc.string({ unit: 'binary' });
    const formats = fc.constantFrom(
      'zarr',
      'netcdf',
      'opendap',
      'rasterio',
      'csv',
      'parquet',
      'other'
    );
    fc.assert(
      fc.property(
        formats,
        fc.array(text, { minLength: 1, maxLength: 3 }),
        fc.dictionary(text, fc.jsonValue()),
        fc.constantFrom<Style>('xarray', 'intake', 'dask'),
        fc.constantFrom('intake-v1', 'stac'),
        (format, urls, given, style, reader) => {
          const request = requestOf(
            {
              reader,
              isLiteral: reader === 'stac',
              format,
              urls,
              isLocal: false,
              arguments: given,
              storageOptions: given
            },
            { style }
          );
          if (refusals(request)[style] === null) {
            const lines = loadCode(request).text.split('\n');
            expect(lines.at(-1)).toBe('data');
            expect(lines.some(line => line.startsWith('data = '))).toBe(true);
            // Every line is a comment, an import, part of a statement, or blank: none begins with foreign text.
            expect(
              lines.filter(
                line =>
                  !/^(#|import |from intake|data\b|cat = | {4}|\)|\]|$)/.test(
                    line
                  )
              )
            ).toEqual([]);
          }
        }
      )
    );
  });
});

function refusals(request: ILoadRequest): Record<Style, string | null> {
  return Object.fromEntries(
    styleOffers(request).map(({ style, refusal }) => [style, refusal])
  ) as Record<Style, string | null>;
}

describe('styleOffers', () => {
  it('offers data frames of dask for tables only', () => {
    expect(refusals(requestOf({ format: 'csv' }))['dask']).toBe(null);
    expect(refusals(requestOf({}))['dask']).toBe('not-a-table');
  });

  it('names drivers that Intake 2 has lost', () => {
    expect(refusals(requestOf({ format: 'sql' }))['intake']).toBe(
      'missing-in-intake'
    );
  });

  it('offers no Intake for a catalog that Intake does not open', () => {
    const stac = requestOf({ reader: 'stac' });
    expect(refusals(stac)['intake']).toBe('other-catalog');
    expect(refusals(stac)['xarray']).toBe(null);
    const thumbnail = requestOf({ reader: 'stac', format: 'png' });
    expect(refusals(thumbnail)['xarray']).toBe('unknown-format');
  });

  it('takes the wished style, or the first that is offered', () => {
    const offers = styleOffers(requestOf({ format: 'textfiles' }));
    expect(bestStyle(offers, 'xarray')).toBe('intake');
    expect(bestStyle(styleOffers(requestOf({})), 'intake')).toBe('intake');
    expect(bestStyle([], 'xarray')).toBe(null);
  });
});

describe('requirements', () => {
  it('names what the code imports and what reaches the address', () => {
    expect(
      requirements(requestOf({ urls: ['gs://b/k'], isLocal: false }))
    ).toEqual(['xarray', 'zarr', 'dask', 'fsspec', 'gcsfs']);
    expect(
      requirements(requestOf({ format: 'csv', urls: ['http://h/t.csv'] }))
    ).toEqual(['pandas']);
  });
});
