import { recipeOf } from '../../../testing/catalogs';
import { loadCode, styleOffers } from '..';

const GRID = recipeOf({
  reader: 'erddap',
  format: 'griddap',
  urls: ['https://h/erddap/griddap/sst'],
  isLocal: false,
  isLiteral: true,
  arguments: {
    dimensions: [
      { name: 'time', isTime: true, minimum: '2000-01-01T00:00:00Z' },
      { name: 'latitude', isDescending: true, minimum: 0, maximum: 30 }
    ]
  }
});

const TABLE = recipeOf({
  reader: 'erddap',
  format: 'tabledap',
  urls: ['https://h/erddap/tabledap/buoys'],
  isLocal: false,
  isLiteral: true,
  arguments: {
    bounded: [
      { name: 'time', minimum: null, maximum: null },
      { name: 'wtmp', minimum: 0, maximum: 30 }
    ],
    hasTime: true
  }
});

const NAMES = [
  'variables',
  'conditions',
  'time_min',
  'time_max',
  'time_stride',
  'latitude_min',
  'latitude_max',
  'wtmp_min',
  'wtmp_max'
];

function linesOf(
  recipe: typeof GRID,
  parameters: Record<string, unknown>
): string[] {
  const userParameters = NAMES.map(name => ({ name, type: 'str' }));
  const { text } = loadCode({
    recipe,
    userParameters,
    parameters,
    style: 'xarray',
    variable: 'data'
  });
  return text.split('\n').filter(line => line !== '');
}

function queryOf(parameters: Record<string, unknown>): string {
  const text = linesOf(TABLE, parameters).join('\n');
  return /buoys\.csvp([^'"]*)/.exec(text)?.[1] ?? 'none';
}

describe('load code of ERDDAP', () => {
  it('opens a whole grid lazily', () => {
    expect(linesOf(GRID, {})).toEqual([
      'import xarray as xr',
      'data = xr.open_dataset(',
      "    'https://h/erddap/griddap/sst',",
      "    engine='netcdf4',",
      '    chunks={},',
      ')',
      'data'
    ]);
  });

  it('cuts a grid along its own direction, and times without their zone', () => {
    const lines = linesOf(GRID, {
      variables: ' sst , ',
      time_min: '2020-01-01T00:00:00Z',
      time_stride: 3,
      latitude_min: 10,
      latitude_max: 20
    });
    expect(lines.slice(6)).toEqual([
      "data = data[['sst']]",
      'data = data.sel(',
      "    time=slice('2020-01-01T00:00:00', None, 3),",
      '    latitude=slice(20, 10),',
      ')',
      'data'
    ]);
  });

  it('cuts nothing off at the ends of what there is', () => {
    const whole = {
      time_min: '2000-01-01T00:00:00Z',
      latitude_min: 0,
      latitude_max: 30,
      time_stride: 1
    };
    expect(linesOf(GRID, whole)).toEqual(linesOf(GRID, {}));
  });

  it.each([
    [{}, ''],
    [{ variables: 'time, wtmp' }, '?time,wtmp'],
    [{ wtmp_min: 0, wtmp_max: 29.5 }, '?&wtmp%3C=29.5'],
    [{ time_min: '2020-01-01T00:00Z' }, '?&time%3E=2020-01-01T00%3A00Z'],
    [{ conditions: 'a="x&y"&b>1 & ' }, '?&a=%22x%26y%22&b%3E1'],
    [{ conditions: 'a="\\"&"&b!=1' }, '?&a=%22%5C%22%26%22&b!=1'],
    [{ conditions: 'a=\ud800' }, '?&a=%EF%BF%BD'],
    [{ conditions: '&&' }, ''],
    [{ wtmp_min: null, time_min: ' ', conditions: 5, variables: 5 }, '']
  ])('asks for %j by %s', (parameters, query) => {
    expect(queryOf(parameters)).toBe(query);
  });

  it('reads times as times where they are asked for', () => {
    const has = (parameters: Record<string, unknown>): boolean =>
      linesOf(TABLE, parameters).join().includes("parse_dates=['time (UTC)']");
    expect(has({})).toBe(true);
    expect(has({ variables: 'time' })).toBe(true);
    expect(has({ variables: 'wtmp' })).toBe(false);
  });

  it('says where a whole table is read', () => {
    const note = '# Reads the whole table';
    expect(linesOf(TABLE, {})).toContain(note);
    expect(linesOf(TABLE, { wtmp_min: 5 })).not.toContain(note);
  });

  it('is offered in one style', () => {
    for (const recipe of [GRID, TABLE]) {
      const offers = styleOffers({
        recipe,
        userParameters: [],
        parameters: {}
      });
      expect(offers.map(offer => offer.refusal)).toEqual([
        null,
        'other-catalog',
        'not-a-table'
      ]);
    }
  });
});
