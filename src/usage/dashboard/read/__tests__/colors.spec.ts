import * as fc from 'fast-check';
import { continuousColor, cssColor } from '../colors';
import { usualConfig } from '../fieldConfig';
import { palette, paletteByName } from '../palette';
import { seriesColor, thresholdColor, valueColor } from '../seriesColor';
import { readThresholds } from '../thresholds';
import { CONTEXT, series } from './samples';

const LIGHT = { isDark: false };

/** Contrast of two colours `#rrggbb`, as WCAG defines it. */
function contrast(one: string, other: string): number {
  const luminance = (color: string) => {
    const [r, g, b] = [1, 3, 5].map(at => {
      const part = parseInt(color.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

describe('the palette', () => {
  it.each([
    ['light', false, '#ffffff'],
    ['dark', true, '#111111']
  ])('of the %s theme stands out from the page', (_, isDark, page) => {
    const colors = Array.from({ length: 9 }, (__, i) => palette(i, isDark));
    expect(new Set(colors).size).toBe(9);
    for (const color of colors) {
      expect([color, contrast(color, page) >= 3]).toEqual([color, true]);
    }
    expect(palette(9, isDark)).toBe(colors[0]);
    expect(palette(-1, isDark)).toBe(colors[1]);
    expect(palette(NaN, isDark)).toBe(colors[0]);
  });

  it('gives a name one colour everywhere', () => {
    expect(paletteByName('cpu', true)).toBe(paletteByName('cpu', true));
    const colors = Array.from({ length: 50 }, (_, i) =>
      paletteByName(`s${i}`, false)
    );
    expect(new Set(colors).size).toBeGreaterThan(5);
  });
});

describe('cssColor', () => {
  it.each([
    ['green', '#73bf69'],
    ['dark-red', '#c4162a'],
    ['semi-dark-blue', '#3274d9'],
    ['super-light-orange', '#ffcb7d'],
    ['light-purple', '#ca95e5'],
    ['transparent', 'transparent'],
    ['text', '#212121'],
    ['#ABC', '#ABC'],
    ['#a1b2c3d4', '#a1b2c3d4'],
    ['rgb(1, 2, 3)', 'rgb(1, 2, 3)'],
    ['rgba(255,0,255,0.7)', 'rgba(255,0,255,0.7)'],
    ['rgba(50, 172, 45, .97)', 'rgba(50, 172, 45, .97)'],
    ['hsl(120deg 50% 50% / 40%)', 'hsl(120deg 50% 50% / 40%)'],
    ['white', 'white']
  ])('reads %s', (name, color) => {
    expect(cssColor(name, LIGHT)).toBe(color);
  });

  it.each([
    '',
    'rebeccapurpleish',
    'very-red',
    '#12345',
    '#ggg',
    'url(https://example.org/x)',
    'red;background:url(x)',
    'rgb(1,2)',
    'rgb(var(--x),1,1)',
    'var(--jp-error-color1)',
    'expression(1)',
    'constructor',
    'rgb(1, 2, 3) url(x)',
    `rgb(1, 2, 3${' '.repeat(100)})`
  ])('refuses %j', name => {
    expect(cssColor(name, LIGHT)).toBeNull();
  });

  it('never lets through what could end a declaration', () => {
    fc.assert(
      fc.property(fc.string(), word => {
        expect(cssColor(word, LIGHT) ?? '').not.toMatch(/[;:{}"'<>\\]|url|var/);
      })
    );
  });
});

describe('scales', () => {
  it('run from the first colour to the last', () => {
    expect(continuousColor('continuous-GrYlRd', 0)).toBe('rgb(115, 191, 105)');
    expect(continuousColor('continuous-GrYlRd', 0.5)).toBe('rgb(250, 222, 42)');
    expect(continuousColor('continuous-GrYlRd', 1)).toBe('rgb(242, 73, 92)');
    expect(continuousColor('continuous-RdYlGr', 0)).toBe('rgb(242, 73, 92)');
    expect(continuousColor('continuous-YlBl', 1)).toBe('rgb(87, 148, 242)');
    expect(continuousColor('continuous-odd', 5)).toBe('rgb(242, 73, 92)');
    expect(continuousColor('continuous-blues', NaN)).toBe('rgb(236, 236, 236)');
    expect(continuousColor('continuous-blues', 0, { isDark: true })).toBe(
      'rgb(43, 43, 43)'
    );
  });
});

describe('thresholds', () => {
  const steps = [
    { value: null, color: 'green' },
    { value: 90, color: 'red' },
    { value: 50, color: '#ffff00' }
  ];
  const absolute = readThresholds({ mode: 'absolute', steps });
  const percentage = readThresholds({ mode: 'percentage', steps });

  it('colour from their value on, in whatever order they were written', () => {
    const color = (value: number) => thresholdColor(value, absolute, LIGHT);
    expect([-1e9, 49.9, 50, 89, 90, 1e9].map(color)).toEqual([
      '#73bf69',
      '#73bf69',
      '#ffff00',
      '#ffff00',
      '#f2495c',
      '#f2495c'
    ]);
  });

  it('in percent count between the ends', () => {
    const color = (value: number) =>
      thresholdColor(value, percentage, LIGHT, 0, 1);
    expect([0.4, 0.5, 0.9].map(color)).toEqual([
      '#73bf69',
      '#ffff00',
      '#f2495c'
    ]);
    expect(thresholdColor(5, percentage, LIGHT, 3, 3)).toBe('#73bf69');
  });

  it('without a colour that can be read are grey', () => {
    const odd = readThresholds({ steps: [{ value: null, color: 'url(x)' }] });
    expect(thresholdColor(1, odd, LIGHT)).toBe('#616161');
    expect(readThresholds(null).steps).toHaveLength(2);
  });
});

describe('series', () => {
  function colorOf(color: object, index = 0) {
    const usual = usualConfig('timeseries');
    const config = { ...usual, color: { ...usual.color, ...color } };
    const coloured = {
      field: series({ values: [10, 95, 20] }),
      index,
      config,
      displayName: 'cpu'
    };
    return seriesColor(coloured, LIGHT, CONTEXT.calculate);
  }

  it('take their colour by the mode', () => {
    expect(colorOf({ mode: 'palette-classic' }, 1)).toBe(palette(1, false));
    expect(colorOf({ mode: 'odd' }, 1)).toBe(palette(1, false));
    expect(colorOf({ mode: 'palette-classic-by-name' }, 1)).toBe(
      paletteByName('cpu', false)
    );
    expect(colorOf({ mode: 'fixed', fixedColor: 'red' })).toBe('#f2495c');
    expect(colorOf({ mode: 'fixed', fixedColor: 'x;' })).toBe('#616161');
    expect(colorOf({ mode: 'thresholds', seriesBy: 'last' })).toBe('#73bf69');
    expect(colorOf({ mode: 'thresholds', seriesBy: 'max' })).toBe('#f2495c');
    expect(colorOf({ mode: 'continuous-GrYlRd', seriesBy: 'min' })).toBe(
      'rgb(115, 191, 105)'
    );
    expect(colorOf({ mode: 'continuous-GrYlRd', seriesBy: 'max' })).toBe(
      'rgb(242, 73, 92)'
    );
  });

  it('of one shade differ by their place', () => {
    const shades = [0, 1, 2, 3].map(i =>
      colorOf({ mode: 'shades', fixedColor: 'blue' }, i)
    );
    expect(new Set(shades).size).toBe(4);
  });

  it('without values are grey where values say the colour', () => {
    const config = usualConfig('stat');
    const coloured = {
      field: series({ values: [null] }),
      index: 0,
      config,
      displayName: ''
    };
    expect(seriesColor(coloured, LIGHT, CONTEXT.calculate)).toBe('#616161');
    expect(valueColor(90, config, LIGHT)).toBe('#f2495c');
    expect(valueColor(90, usualConfig('timeseries'), LIGHT)).toBeNull();
  });
});
