import {
  type Json,
  list,
  number,
  own,
  record,
  records,
  text,
  texts
} from '../json';

interface Property {
  readonly id: string;
  readonly value: unknown;
}

interface OldOverride {
  readonly matcher: { readonly id: string; readonly options: unknown };
  readonly properties: readonly Property[];
}

/** Calculations of legends by the names that they had, in the order in which they stood. */
const CALCS: ReadonlyArray<readonly [string, string]> = [
  ['min', 'min'],
  ['max', 'max'],
  ['avg', 'mean'],
  ['current', 'lastNotNull'],
  ['total', 'sum']
];

function fixed(color: unknown): Property {
  return { id: 'color', value: { mode: 'fixed', fixedColor: color } };
}

/** A name of a series, or a pattern between slashes. */
function named(alias: string, properties: readonly Property[]): OldOverride {
  const isPattern = alias.startsWith('/') && alias.length > 1;
  return {
    matcher: { id: isPattern ? 'byRegexp' : 'byName', options: alias },
    properties
  };
}

function stacking(panel: Json): Json {
  const mode = panel.percentage === true ? 'percent' : 'normal';
  return { mode: panel.stack === true ? mode : 'none', group: 'A' };
}

/** A fill was 0 to 10. */
function opacity(fill: unknown): number {
  return Math.min(100, Math.max(0, (number(fill) ?? 0) * 10));
}

function dashed(from: Json): Json {
  const dash = [number(from.dashLength) ?? 10, number(from.spaceLength) ?? 10];
  return { fill: 'dash', dash };
}

/** What one key of a series' override has become. */
const SERIES: Readonly<
  Record<string, (value: unknown, all: Json) => readonly Property[]>
> = {
  color: value => [fixed(value)],
  fill: value => [{ id: 'custom.fillOpacity', value: opacity(value) }],
  linewidth: value => [{ id: 'custom.lineWidth', value }],
  pointradius: value => [
    { id: 'custom.pointSize', value: 2 + 2 * (number(value) ?? 2) }
  ],
  bars: value =>
    value === true ? [{ id: 'custom.drawStyle', value: 'bars' }] : [],
  lines: (value, all) => [
    ...(value === false && all.bars !== true
      ? [{ id: 'custom.lineWidth', value: 0 }]
      : []),
    ...(value === true ? [{ id: 'custom.drawStyle', value: 'line' }] : [])
  ],
  points: value => [
    { id: 'custom.showPoints', value: value === true ? 'always' : 'never' }
  ],
  steppedLine: value => [
    {
      id: 'custom.lineInterpolation',
      value: value === true ? 'stepAfter' : 'linear'
    }
  ],
  dashes: (value, all) =>
    value === true ? [{ id: 'custom.lineStyle', value: dashed(all) }] : [],
  stack: value => [
    {
      id: 'custom.stacking',
      value:
        value === false
          ? { mode: 'none', group: 'A' }
          : { mode: 'normal', group: text(value, 'A') }
    }
  ],
  transform: value => [{ id: 'custom.transform', value }],
  nullPointMode: value => [
    { id: 'custom.spanNulls', value: value === 'connected' }
  ],
  legend: value => [
    { id: 'custom.hideFrom', value: { legend: value === false } }
  ],
  hiddenSeries: value =>
    value === true ? [{ id: 'custom.hideFrom', value: { viz: true } }] : []
};

/** What a series on the right axis takes from it. */
function rightAxis(axis: Json): Property[] {
  return [
    {
      id: 'custom.axisPlacement',
      value: axis.show === false ? 'hidden' : 'right'
    },
    { id: 'unit', value: text(axis.format, 'short') },
    ...axisProperties(axis)
      .filter(([, value]) => value !== null)
      .map(([id, value]) => ({ id, value }))
  ];
}

function axisProperties(axis: Json): Array<readonly [string, unknown]> {
  const base = number(axis.logBase) ?? 1;
  return [
    ['min', number(axis.min)],
    ['max', number(axis.max)],
    ['decimals', number(axis.decimals)],
    ['custom.axisLabel', text(axis.label) || null],
    [
      'custom.scaleDistribution',
      base > 1 ? { type: 'log', log: base === 2 ? 2 : 10 } : null
    ]
  ];
}

function seriesOverride(from: Json, right: Json): OldOverride | null {
  const alias = text(from.alias);
  const properties = Object.entries(from).flatMap(([key, value]) =>
    Object.hasOwn(SERIES, key) ? SERIES[key](value, from) : []
  );
  const onRight = number(from.yaxis) === 2 ? rightAxis(right) : [];
  return alias === '' || properties.length + onRight.length === 0
    ? null
    : named(alias, [...properties, ...onRight]);
}

function overrides(panel: Json, right: Json): OldOverride[] {
  const aliases = Object.entries(record(panel.aliasColors))
    .filter(([, color]) => typeof color === 'string')
    .map(([alias, color]) => ({
      matcher: { id: 'byName', options: alias },
      properties: [fixed(color)]
    }));
  const series = records(panel.seriesOverrides)
    .map(from => seriesOverride(from, right))
    .filter(override => override !== null);
  return [...aliases, ...series];
}

/** Old names of threshold colours. */
const STATES: Readonly<Record<string, string>> = {
  critical: 'red',
  warning: 'orange',
  ok: 'green'
};

function thresholdColor(from: Json): string {
  const mode = text(from.colorMode);
  const fill = text(from.fillColor) || text(from.lineColor);
  return text(own(STATES, mode)) || fill || 'red';
}

function thresholds(panel: Json): { steps: Json[]; mode: string } | null {
  const found = records(panel.thresholds)
    .filter(from => number(from.value) !== null)
    .sort((a, b) => Number(a.value) - Number(b.value));
  if (found.length === 0) {
    return null;
  }
  const steps: Json[] = [{ value: null, color: 'transparent' }];
  found.forEach((from, i) => {
    const value = number(from.value);
    const color = thresholdColor(from);
    if (from.op !== 'lt') {
      steps.push({ value, color });
      return;
    }
    // What lies below a limit is coloured from the step before on.
    steps[steps.length - 1] = { ...steps[steps.length - 1], color };
    if (i === found.length - 1 || found[i + 1].op !== 'lt') {
      steps.push({ value, color: 'transparent' });
    }
  });
  const hasFill = found.some(from => from.fill !== false);
  const hasLine = found.some(from => from.line === true);
  const mode = hasFill ? (hasLine ? 'line+area' : 'area') : 'line';
  return { steps, mode: hasFill || hasLine ? mode : 'off' };
}

function legend(panel: Json): Json {
  const from = record(panel.legend);
  const calcs = CALCS.filter(([old]) => from[old] === true).map(
    ([, calc]) => calc
  );
  return {
    displayMode: from.alignAsTable === true ? 'table' : 'list',
    placement: from.rightSide === true ? 'right' : 'bottom',
    showLegend: from.show !== false,
    calcs: from.values === true ? calcs : []
  };
}

/** 0, 1, 2: unsorted, ascending, descending. */
function tooltip(panel: Json): Json {
  const from = record(panel.tooltip);
  const sort = ['none', 'asc', 'desc'][number(from.sort) ?? 0] ?? 'none';
  return { mode: from.shared === false ? 'single' : 'multi', sort };
}

function styleOf(panel: Json): 'line' | 'bars' | 'points' {
  if (panel.bars === true) {
    return 'bars';
  }
  return panel.lines === false && panel.points === true ? 'points' : 'line';
}

function lineWidth(panel: Json): number {
  const isDrawn = panel.lines !== false || styleOf(panel) !== 'line';
  return isDrawn ? (number(panel.linewidth) ?? 1) : 0;
}

function draw(panel: Json): Json {
  const drawStyle = styleOf(panel);
  // Bars were never hollow.
  const least = drawStyle === 'bars' ? 10 : 0;
  const hasGradient = (number(panel.fillGradient) ?? 0) > 0;
  return {
    drawStyle,
    lineWidth: lineWidth(panel),
    fillOpacity: Math.max(least, opacity(panel.fill ?? 1)),
    gradientMode: hasGradient ? 'opacity' : 'none',
    showPoints: panel.points === true ? 'always' : 'never',
    pointSize: 2 + 2 * (number(panel.pointradius) ?? 2),
    spanNulls: panel.nullPointMode === 'connected',
    lineInterpolation: panel.steppedLine === true ? 'stepAfter' : 'linear',
    stacking: stacking(panel),
    lineStyle: panel.dashes === true ? dashed(panel) : null
  };
}

/** The axes; before schema 12 they were keys of the panel and its grid. */
function axes(panel: Json): readonly [Json, Json] {
  const found = records(panel.yaxes);
  if (found.length > 0) {
    return [found[0], found[1] ?? {}];
  }
  const formats = texts(list(panel.y_formats ?? panel['y-formats']));
  const grid = record(panel.grid);
  return [
    {
      format: formats[0],
      min: grid.leftMin,
      max: grid.leftMax,
      logBase: grid.leftLogBase,
      label: panel.leftYAxisLabel
    },
    {
      format: formats[1],
      min: grid.rightMin,
      max: grid.rightMax,
      logBase: grid.rightLogBase,
      label: panel.rightYAxisLabel
    }
  ];
}

/** A graph, Grafana's charts until version 7, as a time series panel. */
export function migrateGraph(panel: Json): Json {
  const [left, right] = axes(panel);
  const custom: Record<string, unknown> = { ...draw(panel) };
  const defaults: Record<string, unknown> = {
    unit: text(left.format, 'short'),
    decimals: number(panel.decimals),
    color: { mode: 'palette-classic' }
  };
  for (const [id, value] of axisProperties(left)) {
    if (value !== null) {
      const name = id.replace('custom.', '');
      (name === id ? defaults : custom)[name] = value;
    }
  }
  if (left.show === false) {
    custom.axisPlacement = 'hidden';
  }
  const limits = thresholds(panel);
  if (limits) {
    defaults.thresholds = { mode: 'absolute', steps: limits.steps };
    custom.thresholdsStyle = { mode: limits.mode };
  }
  return {
    ...panel,
    type: 'timeseries',
    fieldConfig: {
      defaults: { ...defaults, custom },
      overrides: overrides(panel, right)
    },
    options: { legend: legend(panel), tooltip: tooltip(panel) }
  };
}
