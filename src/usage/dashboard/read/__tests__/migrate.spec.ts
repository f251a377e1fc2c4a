import { panelOf, series, CONTEXT } from './samples';
import { resolveField } from '../resolve';

function drawn(panel: object, title: string) {
  const { fieldConfig } = panelOf(panel);
  return resolveField(series({ title }), 0, fieldConfig, CONTEXT);
}

describe('singlestat', () => {
  const stat = {
    type: 'singlestat',
    valueName: 'current',
    format: 'percentunit',
    decimals: 1,
    thresholds: '0.5,0.9',
    colors: ['green', 'rgb(1, 2, 3)', '#d44a3a'],
    colorBackground: true,
    sparkline: { show: true },
    valueMaps: [
      { value: 'null', op: '=', text: 'N/A' },
      { value: '1', op: '=', text: 'Up' }
    ]
  };

  it('becomes a stat', () => {
    const { type, fieldConfig, options } = panelOf(stat);
    expect(type).toBe('stat');
    expect(options).toMatchObject({
      reduceOptions: { calcs: ['lastNotNull'] },
      colorMode: 'background',
      graphMode: 'area',
      textMode: 'auto'
    });
    expect(fieldConfig.defaults).toMatchObject({
      unit: 'percentunit',
      decimals: 1,
      thresholds: {
        mode: 'absolute',
        steps: [
          { value: null, color: 'green' },
          { value: 0.5, color: 'rgb(1, 2, 3)' },
          { value: 0.9, color: '#d44a3a' }
        ]
      },
      mappings: [
        { type: 'special', match: 'null', result: { text: 'N/A' } },
        { type: 'value', options: { 1: { text: 'Up' } } }
      ]
    });
  });

  it('becomes a gauge where it shows one', () => {
    const panel = panelOf({
      ...stat,
      gauge: { show: true, minValue: 0, maxValue: 1, thresholdMarkers: true }
    });
    expect(panel.type).toBe('gauge');
    expect(panel.fieldConfig.defaults).toMatchObject({ min: 0, max: 1 });
    expect(panel.options.showThresholdMarkers).toBe(true);
  });

  it.each([
    ['avg', 'mean'],
    ['total', 'sum'],
    ['delta', 'delta'],
    ['odd', 'lastNotNull'],
    [undefined, 'mean']
  ])('calculates %s as %s', (valueName, calc) => {
    const { options } = panelOf({ type: 'singlestat', valueName });
    expect(options.reduceOptions).toMatchObject({ calcs: [calc] });
  });

  it('maps ranges, and words around the number', () => {
    const { defaults } = panelOf({
      type: 'singlestat',
      mappingType: 2,
      rangeMaps: [{ from: '0', to: '1', text: 'low' }],
      postfix: ' cores'
    }).fieldConfig;
    expect(defaults.mappings).toEqual([
      { type: 'range', from: 0, to: 1, result: { text: 'low' } }
    ]);
    expect(defaults.unit).toBe('suffix: cores');
    expect(
      panelOf({ type: 'singlestat', prefix: '~' }).fieldConfig.defaults.unit
    ).toBe('prefix:~');
    expect(
      panelOf({ type: 'singlestat', prefix: '~', format: 's' }).fieldConfig
        .defaults.unit
    ).toBe('s');
  });
});

describe('tables with styles', () => {
  const table = {
    type: 'table-old',
    styles: [
      {
        pattern: 'cpu',
        type: 'number',
        unit: 'percent',
        decimals: 1,
        colorMode: 'cell',
        thresholds: ['80', '90'],
        colors: ['green', 'orange', 'red'],
        alias: 'CPU'
      },
      { pattern: '/.*time.*/', type: 'date', dateFormat: 'YYYY' },
      { pattern: 'hidden', type: 'hidden' },
      {
        pattern: '/.*/',
        type: 'number',
        unit: 'short',
        align: 'right',
        link: true,
        linkUrl: 'https://example.org',
        mappingType: 1,
        valueMaps: [{ value: '1', text: 'one' }]
      }
    ]
  };

  it('become overrides, of which the first style wins', () => {
    expect(panelOf(table).type).toBe('table');
    const cpu = drawn(table, 'cpu');
    expect(cpu.displayName).toBe('CPU');
    expect(cpu.config).toMatchObject({
      unit: 'percent',
      decimals: 1,
      custom: { cell: 'color-background', align: 'right' },
      links: [{ url: 'https://example.org' }],
      mappings: [{ type: 'value' }]
    });
    expect(cpu.config.thresholds.steps[1]).toEqual({
      value: 80,
      color: 'orange'
    });
    expect(drawn(table, 'a time b').config.unit).toBe('time:YYYY');
    expect(drawn(table, 'hidden').config.custom.hideFrom.viz).toBe(true);
    expect(drawn({ ...table, type: 'table' }, 'cpu').displayName).toBe('CPU');
  });

  it('are left alone where the panel is of today', () => {
    const panel = {
      ...table,
      type: 'table',
      fieldConfig: { defaults: { unit: 's' } }
    };
    expect(panelOf(panel).fieldConfig.overrides).toEqual([]);
    expect(panelOf(panel).fieldConfig.defaults.unit).toBe('s');
  });
});

describe('old heatmaps', () => {
  it('move their settings into the options', () => {
    const { options } = panelOf({
      type: 'heatmap',
      dataFormat: 'tsbuckets',
      color: {
        mode: 'spectrum',
        colorScheme: 'interpolateGreens',
        exponent: 0.7
      },
      yAxis: { format: 's', min: '0', show: true },
      reverseYBuckets: true,
      cards: { cardPadding: 1 }
    });
    expect(options).toMatchObject({
      calculate: false,
      color: { mode: 'scheme', scheme: 'Greens', exponent: 0.7 },
      yAxis: { unit: 's', min: 0, reverse: true, axisPlacement: 'left' },
      cellGap: 1
    });
  });

  it('are calculated where their data are series', () => {
    const { options } = panelOf({
      type: 'heatmap',
      dataFormat: 'timeseries',
      xBucketSize: '1m',
      yBucketNumber: 8
    });
    expect(options).toMatchObject({
      calculate: true,
      calculation: {
        xBuckets: { mode: 'size', value: '1m' },
        yBuckets: { mode: 'count', value: '8' }
      }
    });
  });

  it('of today are left alone', () => {
    const options = { calculate: true };
    expect(panelOf({ type: 'heatmap', options }).options).toEqual(options);
  });
});

describe('fields’ options of Grafana 6', () => {
  it('move out of the options', () => {
    const { fieldConfig, options } = panelOf({
      type: 'gauge',
      options: {
        fieldOptions: {
          calcs: ['avg'],
          defaults: { unit: 's', title: 'Name', max: 4 },
          mappings: [{ type: 1, value: '0', text: 'none' }],
          thresholds: [
            { index: 1, value: 3, color: 'red' },
            { index: 0, value: null, color: 'blue' }
          ]
        }
      }
    });
    expect(options.reduceOptions).toMatchObject({ calcs: ['mean'] });
    expect(fieldConfig.defaults).toMatchObject({
      unit: 's',
      displayName: 'Name',
      max: 4,
      mappings: [{ type: 'value', options: { 0: { text: 'none' } } }],
      thresholds: {
        steps: [
          { value: null, color: 'blue' },
          { value: 3, color: 'red' }
        ]
      }
    });
  });
});
