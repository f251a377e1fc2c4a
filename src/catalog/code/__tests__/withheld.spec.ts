import * as fc from 'fast-check';
import { loadCode, styleOffers } from '..';
import { source } from '../call';
import type { Recipe, Style } from '../types';
import { isWholeOf, isWithheld } from '../withheld';

const ADDRESS = 'https://data.example.org/a.nc?token=…&b=1';
const COMPLETED =
  "'https://data.example.org/a.nc?token=' + os.environ['DATA_EXAMPLE_ORG_TOKEN'] + '&b=1'";

function code(style: Style, more: Partial<Recipe>): string | null {
  const request = {
    recipe: {
      reader: 'intake-v1',
      driver: 'x',
      format: 'zarr',
      urls: [ADDRESS],
      isLocal: false,
      isLiteral: true,
      arguments: {},
      storageOptions: {},
      steps: [
        { location: 'https://h.example/c.yaml?access_token=…', name: 'a' }
      ],
      ...more
    },
    userParameters: [],
    parameters: {}
  };
  const offer = styleOffers(request).find(each => each.style === style);
  return offer?.refusal === null
    ? loadCode({ ...request, style, variable: 'data' }).text
    : null;
}

describe('an address without its token', () => {
  it.each(
    'zarr netcdf opendap rasterio csv parquet kerchunk geojson wms wfs griddap tabledap stac-search stac-items'.split(
      ' '
    )
  )('of the format %s gets it from the environment', format => {
    const text = code('xarray', { format });
    if (text === null) {
      throw new Error(`${format} is not offered`);
    }
    expect(text).toContain("os.environ['DATA_EXAMPLE_ORG_TOKEN']");
    expect(text).toContain('import os\n');
    expect(text).toContain(
      '# An address here has a token, which is left out: put it into the environment variable DATA_EXAMPLE_ORG_TOKEN'
    );
    expect(text).not.toContain('…');
  });

  it('of a catalog that Intake opens gets it too', () => {
    const text = code('intake', { format: 'other' });
    expect(text).toContain(
      "'https://h.example/c.yaml?access_token=' + os.environ['H_EXAMPLE_TOKEN'],\n)"
    );
    expect(text).not.toContain('DATA_EXAMPLE_ORG_TOKEN');
  });

  it('is told apart from text and from whole addresses', () => {
    expect(source(ADDRESS)).toBe(COMPLETED);
    for (const text of [
      'a … b',
      'https://h/a…b',
      'https://h/?q=a…b',
      'https://h/?token=x'
    ]) {
      expect(isWithheld(text)).toBe(false);
      expect(source(text)).not.toContain('os.environ');
    }
  });

  it('with several secrets has a variable for each', () => {
    expect(source('https://1.example/?token=…&key=…')).toBe(
      "'https://1.example/?token=' + os.environ['HOST_1_EXAMPLE_TOKEN'] + '&key=' + os.environ['HOST_1_EXAMPLE_TOKEN_2']"
    );
  });

  it('never ends its literal, whatever stands around the gap', () => {
    const literal = /^'(?:[^'\\\n]|\\.)*'$|^"(?:[^"\\\n]|\\.)*"$/;
    const name = /^os\.environ\['[A-Z0-9_]+'\]$/;
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (host, rest) => {
        const text = `https://${host}/?token=…${rest}`;
        fc.pre(isWithheld(text) && !rest.includes('…'));
        const [before, variable] = source(text).split(' + os.environ');
        expect(before).toMatch(literal);
        expect(`os.environ${variable.split(' + ')[0]}`).toMatch(name);
      })
    );
  });
});

describe('isWholeOf', () => {
  it('compares what stands around the gap', () => {
    const whole = 'https://data.example.org/a.nc?token=s3cr3t&b=1';
    expect(isWholeOf(ADDRESS, whole)).toBe(true);
    expect(isWholeOf(ADDRESS, whole.replace('b=1', 'b=2'))).toBe(false);
    expect(isWholeOf(ADDRESS, `${whole}&c=1`)).toBe(false);
    expect(isWholeOf(ADDRESS, whole.replace('a.nc', 'aXnc'))).toBe(false);
    expect(isWholeOf(whole, whole)).toBe(false);
  });
});
