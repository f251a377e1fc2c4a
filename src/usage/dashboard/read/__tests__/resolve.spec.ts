import { resolveField } from '../resolve';
import { CONTEXT, panelOf, series } from './samples';

type Property = readonly [id: string, value: unknown];

function configOf(
  overrides: unknown[],
  defaults: object = {},
  type = 'timeseries'
) {
  return panelOf({ type, fieldConfig: { defaults, overrides } }).fieldConfig;
}

function override(id: string, options: unknown, ...properties: Property[]) {
  return {
    matcher: { id, options },
    properties: properties.map(([name, value]) => ({ id: name, value }))
  };
}

describe('matchers', () => {
  const isMatched = (
    id: string,
    options: unknown,
    field = series(),
    refId = 'A'
  ) => {
    const config = configOf([override(id, options, ['unit', 'hit'])]);
    return (
      resolveField(field, 0, config, { ...CONTEXT, refId }).config.unit ===
      'hit'
    );
  };
  const cpu = series({ name: 'value', title: 'cpu 1' });

  it.each([
    ['byName', 'cpu 1', true],
    ['byName', 'value', true],
    ['byName', 'cpu', false],
    ['byName', { odd: 1 }, false],
    ['byNames', { mode: 'include', names: ['cpu 1', 'x'] }, true],
    ['byNames', { mode: 'exclude', names: ['cpu 1', 'x'] }, false],
    ['byNames', { mode: 'exclude', names: ['x'] }, true],
    ['byNames', { names: ['cpu 1'] }, true],
    ['byRegexp', '/cpu/', true],
    ['byRegexp', '/CPU/i', true],
    ['byRegexp', 'cpu', false],
    ['byRegexp', 'cpu.*', true],
    ['byRegexp', '/(/', false],
    ['byType', 'number', true],
    ['byType', 'string', false],
    ['byTypes', ['time', 'number'], true],
    ['numeric', undefined, true],
    ['time', undefined, false],
    ['byFrameRefID', 'A', true],
    ['byFrameRefID', 'B', false],
    ['byRegexpOrNames', { pattern: '/x/', names: ['cpu 1'] }, true],
    ['byRegexpOrNames', { pattern: '/c/', names: [] }, true],
    ['toString', 'cpu 1', false],
    ['byOdd', 'cpu 1', false]
  ])('%s with %j: %s', (id, options, expected) => {
    expect(isMatched(id, options, cpu)).toBe(expected);
  });

  it.each([
    [{ reducer: 'max', op: 'gte', value: 3 }, true],
    [{ reducer: 'max', op: 'gt', value: 3 }, false],
    [{ reducer: 'min', op: 'lt', value: 2 }, true],
    [{ reducer: 'min', op: 'lte', value: 0 }, false],
    [{ reducer: 'lastNotNull', op: 'eq', value: 3 }, true],
    [{ reducer: 'lastNotNull', value: 3 }, true],
    [{ reducer: 'mean', op: 'neq', value: 2 }, false],
    [{ reducer: 'allIsZero', op: 'gte', value: 0 }, false],
    [{ reducer: 'max', op: 'constructor', value: 3 }, false],
    [{ reducer: 'odd', op: 'gte', value: 0 }, false],
    [{}, false],
    [null, false]
  ])('byValue with %j: %s', (options, expected) => {
    expect(isMatched('byValue', options)).toBe(expected);
  });

  it('byValue finds what is always zero', () => {
    const zero = series({ values: [0, null, 0] });
    const options = { reducer: 'allIsZero', op: 'gte', value: 0 };
    expect(isMatched('byValue', options, zero)).toBe(true);
    expect(
      isMatched('byValue', options, series({ type: 'string', values: ['a'] }))
    ).toBe(false);
  });
});

describe('overrides', () => {
  it('are applied in their order, each over what was before', () => {
    const config = configOf([
      override(
        'byType',
        'number',
        ['unit', 's'],
        ['custom.hideFrom.viz', true]
      ),
      override(
        'byName',
        'Value',
        ['unit', 'ms'],
        ['custom.hideFrom.legend', true]
      ),
      override('byName', 'other', ['unit', 'h'])
    ]);
    const { unit, custom } = resolveField(series(), 0, config, CONTEXT).config;
    expect(unit).toBe('ms');
    expect(custom.hideFrom).toEqual({
      legend: true,
      tooltip: false,
      viz: true
    });
    expect(config.defaults.custom.hideFrom.viz).toBe(false);
  });

  it('match names before they change them', () => {
    const config = configOf([
      override('byName', 'Value', ['displayName', 'New']),
      override('byName', 'New', ['unit', 'wrong'])
    ]);
    const drawn = resolveField(series(), 0, config, CONTEXT);
    expect([drawn.displayName, drawn.config.unit]).toEqual(['New', '']);
  });

  it.each<[string, unknown, object]>([
    ['unit', 'bytes', { unit: 'bytes' }],
    ['unit', 7, { unit: '' }],
    ['decimals', 2, { decimals: 2 }],
    ['decimals', 1e9, { decimals: 20 }],
    ['decimals', null, { decimals: null }],
    ['min', '0.5', { min: 0.5 }],
    ['max', 'x', { max: null }],
    ['noValue', 0, { noValue: '0' }],
    [
      'color',
      { mode: 'fixed', fixedColor: 'red' },
      { color: { mode: 'fixed', fixedColor: 'red', seriesBy: 'last' } }
    ],
    ['color', 'red', { color: { mode: 'palette-classic' } }],
    [
      'thresholds',
      { mode: 'percentage', steps: [] },
      { thresholds: { mode: 'percentage' } }
    ],
    ['mappings', 'odd', { mappings: [] }],
    [
      'links',
      [{ title: 'a', url: 'https://example.org' }],
      { links: [{ title: 'a' }] }
    ],
    ['custom.fillOpacity', 999, { custom: { fillOpacity: 100 } }],
    ['custom.lineWidth', 4, { custom: { lineWidth: 4 } }],
    [
      'custom.lineStyle',
      { fill: 'dash', dash: [1, 2, 'x'] },
      { custom: { lineDash: [1, 2] } }
    ],
    [
      'custom.lineStyle',
      { fill: 'dash', dash: [0, 0] },
      { custom: { lineDash: [10, 10] } }
    ],
    ['custom.lineStyle', { fill: 'dot' }, { custom: { lineDash: [0, 10] } }],
    [
      'custom.lineStyle',
      { fill: 'solid', dash: [1, 2] },
      { custom: { lineDash: [] } }
    ],
    [
      'custom.stacking',
      { group: false, mode: 'normal' },
      { custom: { stacking: 'normal', stackingGroup: 'A' } }
    ],
    ['custom.drawStyle', 'bars', { custom: { drawStyle: 'bars' } }],
    ['custom.drawStyle', 'odd', { custom: { drawStyle: 'line' } }],
    ['custom.showPoints', 'always', { custom: { showPoints: 'always' } }],
    ['custom.pointSize', 0, { custom: { pointSize: 1 } }],
    ['custom.spanNulls', 3600000, { custom: { spanNulls: 3600000 } }],
    ['custom.spanNulls', true, { custom: { spanNulls: true } }],
    ['custom.barAlignment', -1, { custom: { barAlignment: -1 } }],
    ['custom.axisPlacement', 'right', { custom: { axisPlacement: 'right' } }],
    ['custom.axisLabel', 'x', { custom: { axisLabel: 'x' } }],
    ['custom.axisSoftMax', 5, { custom: { axisSoftMax: 5 } }],
    ['custom.axisSoftMin', 5, { custom: { axisSoftMin: 5 } }],
    [
      'custom.scaleDistribution',
      { type: 'log', log: 2 },
      { custom: { scale: 'log', logBase: 2 } }
    ],
    [
      'custom.thresholdsStyle',
      { mode: 'dashed' },
      { custom: { thresholdsStyle: 'dashed' } }
    ],
    ['custom.transform', 'negative-Y', { custom: { transform: 'negative-Y' } }],
    [
      'custom.hideFrom',
      { viz: true },
      { custom: { hideFrom: { viz: true, legend: false } } }
    ],
    ['custom.gradientMode', 'scheme', { custom: { gradientMode: 'scheme' } }],
    [
      'custom.lineInterpolation',
      'stepBefore',
      { custom: { lineInterpolation: 'stepBefore' } }
    ],
    [
      'custom.cellOptions',
      { type: 'color-text' },
      { custom: { cell: 'color-text' } }
    ],
    ['custom.displayMode', 'lcd-gauge', { custom: { cell: 'gauge' } }],
    ['custom.width', 120, { custom: { width: 120 } }],
    ['custom.align', 'right', { custom: { align: 'right' } }],
    ['custom.constructor', 1, {}],
    ['toString', 1, {}]
  ])('set %s to %j', (id, value, expected) => {
    const config = configOf([override('byName', 'Value', [id, value])]);
    expect(resolveField(series(), 0, config, CONTEXT).config).toMatchObject(
      expected
    );
  });

  it('go before the unit that a source knows', () => {
    const field = series({ unit: 's' });
    const unit = (config: ReturnType<typeof configOf>) =>
      resolveField(field, 0, config, CONTEXT).config.unit;
    expect(unit(configOf([]))).toBe('s');
    expect(unit(configOf([], { unit: 'ms' }))).toBe('ms');
    expect(unit(configOf([override('byName', 'Value', ['unit', 'h'])]))).toBe(
      'h'
    );
  });
});

describe('defaults', () => {
  it('are Grafana’s', () => {
    const { defaults } = configOf([]);
    expect(defaults.color.mode).toBe('palette-classic');
    expect(configOf([], {}, 'stat').defaults.color.mode).toBe('thresholds');
    expect(defaults.thresholds.steps).toEqual([
      { value: null, color: 'green' },
      { value: 80, color: 'red' }
    ]);
    expect(defaults.custom).toMatchObject({
      drawStyle: 'line',
      lineWidth: 1,
      fillOpacity: 0,
      showPoints: 'auto',
      pointSize: 5,
      stacking: 'none'
    });
  });

  it('count where the panel writes null', () => {
    const { defaults } = configOf([], {
      unit: null,
      custom: { lineWidth: null }
    });
    expect([defaults.unit, defaults.custom.lineWidth]).toEqual(['', 1]);
  });
});
