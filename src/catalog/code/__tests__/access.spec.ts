import { tokenName } from '../withheld';
import { loadCode } from '../loadCode';
import { expiry } from '../signature';
import type { Recipe } from '../types';

function code(more: Partial<Recipe>): string {
  return loadCode({
    recipe: {
      reader: 'stac',
      driver: '',
      format: 'zarr',
      urls: ['https://data.example.org/x.zarr'],
      isLocal: false,
      isLiteral: true,
      arguments: {},
      storageOptions: {},
      ...more
    },
    userParameters: [],
    parameters: {},
    style: 'xarray',
    variable: 'data'
  }).text;
}

describe('load code that logs in', () => {
  it('takes a token from the environment, by a name that only the host decides', () => {
    const text = code({
      auth: 'bearer',
      storageOptions: { headers: { authorization: 'x', accept: 'y' } }
    });
    expect(text).toContain("os.environ['DATA_EXAMPLE_ORG_TOKEN']");
    expect(text).toContain("'accept': 'y'");
    expect(text).not.toContain("'authorization'");
  });

  it('does not send one token to two hosts', () => {
    const text = code({
      auth: 'bearer',
      urls: ['https://a.example/x', 'https://b.example/x']
    });
    expect(text).not.toContain('environ');
    expect(text).toContain('several hosts');
  });

  it.each([
    ['https://data.example.org/x', 'DATA_EXAMPLE_ORG_TOKEN'],
    ['https://me@h-1.example:8080/x', 'H_1_EXAMPLE_TOKEN'],
    ['http://127.0.0.1:80/', 'HOST_127_0_0_1_TOKEN'],
    ['s3://bucket', 'BUCKET_TOKEN'],
    ['https://', 'DATA_TOKEN']
  ])('the token of %s is in %s', (url, name) => {
    expect(tokenName(url)).toBe(name);
  });

  it('borrows keys of the centre that a bucket of NASA belongs to', () => {
    expect(
      code({ auth: 'earthdata', urls: ['s3://podaac-ops-cumulus-protected/x'] })
    ).toContain("earthaccess.get_s3_credentials(daac='PODAAC')");
  });

  it('makes requests of OPeNDAP by a session that is logged in', () => {
    const url = 'https://opendap.earthdata.nasa.gov/x';
    expect(
      code({ auth: 'earthdata', format: 'opendap', urls: [url] })
    ).toContain('session=earthaccess.get_requests_https_session()');
    expect(code({ auth: 'netrc', format: 'opendap' })).toContain(
      'session=requests.Session()'
    );
  });

  it('signs each address for Planetary Computer when the code runs', () => {
    const url = 'https://naipeuwest.blob.core.windows.net/c/x';
    const auth = 'planetary-computer';
    expect(code({ auth, format: 'rasterio', urls: [url] })).toContain(
      `planetary_computer.sign(\n        '${url}',\n    )`
    );
    expect(code({ auth, format: 'netcdf', urls: [url] })).toContain(
      `'simplecache::' + planetary_computer.sign(`
    );
    expect(
      code({
        auth,
        urls: ['abfs://daymet-zarr/x'],
        storageOptions: { account_name: 'daymeteuwest' }
      })
    ).toContain(
      `planetary_computer.sas.get_token('daymeteuwest', 'daymet-zarr').token`
    );
  });

  it('says until when a signed address is of use', () => {
    expect(
      code({
        auth: 'signed-url',
        urls: ['https://h/x?se=2026-01-02T03:04:05Z&sig=s']
      })
    ).toContain('until 2026-01-02T03:04Z');
  });
});

describe('a copy of a file', () => {
  it('is one file though its address has a query', () => {
    expect(
      code({ format: 'netcdf', urls: ['https://h/x.nc?version=2'] })
    ).toMatch(/fsspec\.open_local\([^]*\)\[0\]/);
  });
});

describe('expiry', () => {
  it.each([
    ['https://h/x?sv=1&se=2026-01-02T03%3A04%3A05Z&sig=s', '2026-01-02T03:04'],
    [
      'https://h/x?X-Amz-Date=20260102T030405Z&X-Amz-Expires=3600&X-Amz-Signature=a',
      '2026-01-02T04:04'
    ],
    [
      'https://h/x?X-Goog-Date=20260102T030405Z&X-Goog-Expires=60&X-Goog-Signature=a',
      '2026-01-02T03:05'
    ],
    ['https://h/x?Expires=1767323045&Signature=a', '2026-01-02T03:04']
  ])('of %s', (url, date) => {
    expect(expiry(url)?.toISOString().slice(0, 16)).toBe(date);
  });

  it.each([
    'https://h/x',
    'https://h/x?se=soon',
    'https://h/x?se=%E0%A4%A',
    'https://h/x?se=2026-99-99',
    'https://h/x?Expires=99999999999999999999',
    'https://h/x?X-Amz-Date=99999999T999999Z&X-Amz-Expires=1',
    `https://h/x?X-Amz-Date=20260102T030405Z&X-Amz-Expires=${'9'.repeat(40)}`
  ])('is not known of %s', url => {
    expect(expiry(url)).toBeNull();
  });
});
