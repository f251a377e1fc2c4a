import { formatValue } from '../../format';
import { type FieldConfig } from '../../types';
import { displayOf, type DisplayTheme, mapped } from '../display';
import { usualConfig } from '../fieldConfig';
import { readMappings } from '../mappings';

const LIGHT: DisplayTheme = { isDark: false };

function config(mappings: unknown, more: object = {}): FieldConfig {
  return { ...usualConfig('stat'), mappings: readMappings(mappings), ...more };
}

function shown(
  value: number | string | boolean | null,
  settings = config([]),
  theme = LIGHT
) {
  const format = (
    number: number | null,
    unit: string,
    decimals: number | null
  ) => formatValue(number, unit, decimals);
  const { prefix, text, suffix, color } = displayOf(
    value,
    settings,
    format,
    theme
  );
  return `${prefix}${text}${suffix} ${color}`;
}

const result = (text: string, color?: string) => ({ text, color, index: 0 });

describe('displayOf', () => {
  it('formats a value and colours it by thresholds', () => {
    expect(shown(1024, config([], { unit: 'bytes' }))).toBe('1 KiB #f2495c');
    expect(shown(12.5, config([], { unit: 'percent', decimals: 2 }))).toBe(
      '12.50% #73bf69'
    );
  });

  it('shows what the panel says where there is no value', () => {
    const settings = config([], { noValue: 'none yet' });
    expect(shown(null, settings)).toBe('none yet #616161');
    expect(shown(NaN, settings)).toBe('none yet #616161');
    expect(shown(NaN)).toBe('NaN #616161');
  });

  it('keeps texts as they are', () => {
    expect(shown('abc', config([], { unit: 's' }))).toBe('abc #616161');
    expect(shown(true)).toBe('true #616161');
  });

  it('takes the series’ colour where values have none of their own', () => {
    const settings = { ...usualConfig('timeseries') };
    expect(shown(1, settings, { isDark: false, seriesColor: '#123456' })).toBe(
      '1 #123456'
    );
    const fixed = {
      ...settings,
      color: { mode: 'fixed', fixedColor: 'blue', seriesBy: 'last' as const }
    };
    expect(shown(1, fixed)).toBe('1 #5794f2');
    expect(shown(1, settings)).toBe('1 #616161');
  });

  it('measures percentages by the panel’s ends, else those of the values', () => {
    const thresholds = {
      mode: 'percentage' as const,
      steps: [
        { value: null, color: 'green' },
        { value: 50, color: 'red' }
      ]
    };
    expect(shown(6, config([], { thresholds }))).toBe('6 #73bf69');
    expect(
      shown(6, config([], { thresholds }), { isDark: false, min: 0, max: 10 })
    ).toBe('6 #f2495c');
    expect(
      shown(6, config([], { thresholds, min: 0, max: 100 }), {
        isDark: false,
        min: 0,
        max: 10
      })
    ).toBe('6 #73bf69');
  });
});

describe('value mappings', () => {
  const mappings = config([
    {
      type: 'value',
      options: {
        0: result('Down', 'red'),
        up: result('Up'),
        2: { color: 'blue' }
      }
    },
    { type: 'range', options: { from: 10, to: 20, result: result('some') } },
    {
      type: 'range',
      options: { from: 1000, to: null, result: result('many') }
    },
    {
      type: 'regex',
      options: {
        pattern: '/^v(\\d+)\\./',
        result: result('version $1 ', 'purple')
      }
    },
    {
      type: 'special',
      options: { match: 'null+nan', result: result('N/A', 'url(x)') }
    },
    { type: 'special', options: { match: 'empty', result: result('blank') } },
    { type: 'special', options: { match: 'true', result: result('yes') } }
  ]);

  it.each<[number | string | boolean | null, string]>([
    [0, 'Down #f2495c'],
    ['0', 'Down #f2495c'],
    ['up', 'Up #616161'],
    [2, '2 #5794f2'],
    [10, 'some #73bf69'],
    [20, 'some #73bf69'],
    [20.5, '20.5 #73bf69'],
    [5000, 'many #f2495c'],
    ['v12.3', 'version 12 3 #b877d9'],
    ['w12.3', 'w12.3 #616161'],
    [null, 'N/A #616161'],
    [NaN, 'N/A #616161'],
    ['', 'blank #616161'],
    [true, 'yes #616161'],
    [false, 'false #616161'],
    ['constructor', 'constructor #616161']
  ])('make of %j: %s', (value, expected) => {
    expect(shown(value, mappings)).toBe(expected);
  });

  it('may be empty texts, and the first one counts', () => {
    const settings = config([
      { type: 'value', options: { 1: result('') } },
      { type: 'range', options: { from: 0, to: 9, result: result('later') } }
    ]);
    expect(mapped(1, settings)).toMatchObject({ text: '' });
    expect(shown(1, settings)).toBe(' #73bf69');
  });

  it('of old dashboards are read', () => {
    expect(
      readMappings([
        { id: 0, type: 1, value: '1', text: 'one', op: '=' },
        { id: 1, type: 2, from: '2', to: '3', text: 'few' },
        { type: 1, value: 'null', text: 'none' },
        { type: 'odd' },
        'odd'
      ])
    ).toEqual([
      { type: 'value', options: { 1: { text: 'one' } } },
      { type: 'range', from: 2, to: 3, result: { text: 'few' } },
      { type: 'special', match: 'null', result: { text: 'none' } }
    ]);
    expect(readMappings({ 0: 'a' })).toEqual([]);
  });

  it('with a pattern that cannot be read match nothing', () => {
    const settings = config([
      { type: 'regex', options: { pattern: '/(/', result: result('x') } }
    ]);
    expect(mapped('(', settings)).toBeNull();
  });
});
