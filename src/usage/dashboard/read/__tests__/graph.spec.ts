import { panelOf, series, CONTEXT } from './samples';
import { resolveField } from '../resolve';

function drawn(panel: object, title: string) {
  const { fieldConfig } = panelOf(panel);
  return resolveField(series({ title }), 0, fieldConfig, CONTEXT);
}

describe('graph', () => {
  const graph = {
    type: 'graph',
    lines: true,
    fill: 2,
    linewidth: 3,
    stack: true,
    percentage: true,
    nullPointMode: 'connected',
    yaxes: [
      {
        format: 'bytes',
        min: '0',
        max: 100,
        logBase: 2,
        label: 'Memory',
        show: true
      },
      { format: 'percent', logBase: 1, max: 1, show: true }
    ],
    aliasColors: { used: '#ff0000' },
    seriesOverrides: [
      {
        alias: '/^share/',
        yaxis: 2,
        stack: false,
        fill: 0,
        transform: 'negative-Y'
      },
      {
        alias: 'limit',
        color: 'blue',
        dashes: true,
        lines: true,
        stack: 'B',
        legend: false
      }
    ],
    legend: {
      show: true,
      values: true,
      min: true,
      avg: true,
      current: true,
      total: false,
      rightSide: true,
      alignAsTable: true
    },
    tooltip: { shared: false, sort: 2 }
  };

  it('becomes a time series with its lines, axes and legend', () => {
    const { type, fieldConfig, options } = panelOf(graph);
    expect(type).toBe('timeseries');
    expect(fieldConfig.defaults).toMatchObject({
      unit: 'bytes',
      min: 0,
      max: 100,
      color: { mode: 'palette-classic' },
      custom: {
        drawStyle: 'line',
        fillOpacity: 20,
        lineWidth: 3,
        stacking: 'percent',
        spanNulls: true,
        showPoints: 'never',
        scale: 'log',
        logBase: 2,
        axisLabel: 'Memory'
      }
    });
    expect(options).toEqual({
      legend: {
        displayMode: 'table',
        placement: 'right',
        showLegend: true,
        calcs: ['min', 'mean', 'lastNotNull']
      },
      tooltip: { mode: 'single', sort: 'desc' }
    });
  });

  it('keeps colours by name and what series override', () => {
    expect(drawn(graph, 'used').color).toBe('#ff0000');
    expect(drawn(graph, 'share of a').config).toMatchObject({
      unit: 'percent',
      max: 1,
      custom: {
        axisPlacement: 'right',
        stacking: 'none',
        fillOpacity: 0,
        transform: 'negative-Y'
      }
    });
    const limit = drawn(graph, 'limit');
    expect(limit.color).toBe('#5794f2');
    expect(limit.config.custom).toMatchObject({
      lineDash: [10, 10],
      stackingGroup: 'B',
      hideFrom: { legend: true }
    });
  });

  it.each([
    [
      { bars: true, lines: false },
      { drawStyle: 'bars', fillOpacity: 10 }
    ],
    [{ bars: true, lines: false, fill: 0 }, { fillOpacity: 10 }],
    [
      { points: true, lines: false },
      { drawStyle: 'points', showPoints: 'always' }
    ],
    [{ lines: false }, { drawStyle: 'line', lineWidth: 0 }],
    [{ steppedLine: true }, { lineInterpolation: 'stepAfter' }],
    [{ stack: true }, { stacking: 'normal' }],
    [{ dashes: true, dashLength: 4 }, { lineDash: [4, 10] }],
    [{ fillGradient: 4 }, { gradientMode: 'opacity' }],
    [{ pointradius: 1 }, { pointSize: 4 }],
    [{ yaxes: [{ show: false }] }, { axisPlacement: 'hidden' }]
  ])('draws %j as it did', (more, custom) => {
    const { defaults } = panelOf({ type: 'graph', ...more }).fieldConfig;
    expect(defaults.custom).toMatchObject(custom);
  });

  it('has limits as areas and lines on either side', () => {
    const limits = (thresholds: object[]) => {
      const { defaults } = panelOf({ type: 'graph', thresholds }).fieldConfig;
      const { steps } = defaults.thresholds;
      return [
        defaults.custom.thresholdsStyle,
        ...steps.map(({ value, color }) => `${value} ${color}`)
      ];
    };
    expect(
      limits([
        { value: 90, op: 'gt', colorMode: 'critical', fill: true, line: true },
        { value: 70, op: 'gt', colorMode: 'warning', fill: true, line: true }
      ])
    ).toEqual(['line+area', 'null transparent', '70 orange', '90 red']);
    expect(
      limits([
        { value: 5, op: 'lt', colorMode: 'critical', fill: false, line: true }
      ])
    ).toEqual(['line', 'null red', '5 transparent']);
    expect(
      limits([
        { value: 5, op: 'gt', colorMode: 'custom', fillColor: '#123456' }
      ])
    ).toEqual(['area', 'null transparent', '5 #123456']);
  });

  it('reads the axes of oldest dashboards', () => {
    const { defaults } = panelOf({
      type: 'graph',
      y_formats: ['s', 'short'],
      grid: { leftMin: 0, leftLogBase: 10 }
    }).fieldConfig;
    expect(defaults).toMatchObject({
      unit: 's',
      min: 0,
      custom: { scale: 'log', logBase: 10 }
    });
  });
});
