import { recipeOf } from '../../../testing/catalogs';
import { loadCode, type Recipe, styleOffers } from '..';

function made(
  format: string,
  url: string,
  over: Partial<Recipe> = {}
): { text: string; packages: readonly string[] } {
  const recipe = recipeOf({
    reader: 'plain',
    format,
    urls: [url],
    isLocal: !url.includes('://'),
    isLiteral: true,
    ...over
  });
  return loadCode({
    recipe,
    userParameters: [],
    parameters: {},
    style: 'xarray',
    variable: 'data'
  });
}

const PUBLIC = { storageOptions: { anon: true } };

describe('load code of data by themselves', () => {
  it('opens an Icechunk repository of a public bucket without keys, another with those of the environment', () => {
    const url = 's3://bucket/deep/repo.icechunk/';
    const { text, packages } = made('icechunk', url, PUBLIC);
    expect(text).toContain("bucket='bucket'");
    expect(text).toContain("prefix='deep/repo.icechunk'");
    expect(text).toContain('anonymous=True');
    expect(packages).toEqual(['xarray', 'zarr', 'dask', 'icechunk']);
    expect(made('icechunk', url).text).toContain('from_env=True');
  });

  it('opens a TileDB array, signing no request for a public bucket', () => {
    expect(made('tiledb', '/data/a.tdb').text).toContain(
      "data = tiledb.open('/data/a.tdb')"
    );
    expect(made('tiledb', 's3://b/a.tdb', PUBLIC).text).toContain(
      "tiledb.Ctx({'vfs.s3.no_sign_request': 'true'})"
    );
  });

  it('hands options on to references and to the files that they lead to', () => {
    const { text, packages } = made('kerchunk', 's3://b/refs.parq', PUBLIC);
    expect(text).toContain("'target_options': {'anon': True}");
    expect(text).toContain("'remote_protocol': 's3'");
    expect(packages).toEqual(
      expect.arrayContaining(['kerchunk', 'fastparquet', 's3fs'])
    );
    expect(made('kerchunk', '/data/r.json').packages).not.toContain(
      'fastparquet'
    );
  });

  it('copies GRIB and features of a bucket before they are read', () => {
    const { text } = made('grib', 's3://b/a.grib2', PUBLIC);
    expect(text).toContain("'simplecache::s3://b/a.grib2'");
    expect(text).toContain("s3={'anon': True}");
    expect(text).toContain("backend_kwargs={'indexpath': ''}");
    expect(made('geojson', 's3://b/a.geojson', PUBLIC).text).toContain(
      'gpd.read_file(\n'
    );
    expect(made('geojson', 'https://h/a.geojson').text).toContain(
      "gpd.read_file('https://h/a.geojson')"
    );
  });

  it('is not offered through Intake', () => {
    const recipe = recipeOf({ reader: 'plain', isLiteral: true });
    const offers = styleOffers({ recipe, userParameters: [], parameters: {} });
    expect(offers.find(({ style }) => style === 'intake')?.refusal).toBe(
      'other-catalog'
    );
  });
});

describe('load code of Intake 2 entries', () => {
  const steps = [{ location: '/c.yaml', name: 'x' }];
  const offered = (over: Partial<Recipe>): Record<string, unknown> =>
    Object.fromEntries(
      styleOffers({
        recipe: recipeOf({ reader: 'intake-v2', steps, ...over }),
        userParameters: [],
        parameters: {}
      }).map(({ style, refusal }) => [style, refusal])
    );

  it('is not offered through Intake where the entry asks for code or secrets', () => {
    for (const text of ['{env(A)}', '{func(os:system)}', 'subprocess:Popen']) {
      expect(offered({ templates: [text] })['intake']).toBe('expressions');
    }
    expect(offered({ templates: ['{{ p }}'] })['intake']).toBeNull();
  });

  it('fills in parameters of the entry itself, which Intake does not', () => {
    const code = loadCode({
      recipe: recipeOf({
        reader: 'intake-v2',
        steps,
        urls: ['/data/{{ p }}.zarr'],
        templates: ['{p}'],
        arguments: { chunks: '{{ n }}' }
      }),
      userParameters: [
        { name: 'p', type: 'str', description: '', default: 'a' },
        { name: 'n', type: 'int', description: '', default: 4 }
      ],
      parameters: { p: 'b' },
      style: 'intake',
      variable: 'data'
    }).text;
    expect(code).toContain("dt.Zarr('/data/b.zarr')");
    expect(code).toContain('chunks=4');
    expect(offered({ format: 'fits', templates: ['{p}'] })['intake']).toBe(
      'missing-in-intake'
    );
  });

  it('reads a pipeline through its catalog only', () => {
    const offers = offered({ format: 'pipeline', urls: [] });
    expect(offers['intake']).toBeNull();
    expect(offers['xarray']).toBe('unknown-driver');
  });
});
