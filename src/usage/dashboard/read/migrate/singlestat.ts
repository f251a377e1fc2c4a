import { type Json, list, number, record, records, text, texts } from '../json';

/** Calculations by the names of `valueName`. */
const CALCS: Readonly<Record<string, string>> = {
  avg: 'mean',
  current: 'lastNotNull',
  total: 'sum',
  first: 'firstNotNull',
  name: 'lastNotNull',
  min: 'min',
  max: 'max',
  diff: 'diff',
  delta: 'delta',
  range: 'range'
};

const COLOURS = ['green', 'orange', 'red'];

/** `1,2` and three colours. */
function thresholds(panel: Json): Json | null {
  const values = text(panel.thresholds)
    .split(',')
    .slice(0, 100)
    .map(number)
    .filter(value => value !== null);
  if (values.length === 0) {
    return null;
  }
  const given = texts(list(panel.colors));
  const colors = given.length > 0 ? given : COLOURS;
  const color = (i: number) => colors[Math.min(i, colors.length - 1)];
  return {
    mode: 'absolute',
    steps: [
      { value: null, color: color(0) },
      ...values.map((value, i) => ({ value, color: color(i + 1) }))
    ]
  };
}

/** Maps of both kinds in the form that mappings had before schema 30. */
function mappings(panel: Json): Json[] {
  const isRange = number(panel.mappingType) === 2;
  return isRange
    ? records(panel.rangeMaps).map(from => ({ ...from, type: 2 }))
    : records(panel.valueMaps).map(from => ({ ...from, type: 1 }));
}

/** Words around a number are a unit of their own; with a unit there is room for none. */
function unit(panel: Json): string {
  const format = text(panel.format, 'none');
  const [prefix, postfix] = [text(panel.prefix), text(panel.postfix)];
  if (format !== 'none' && format !== 'short') {
    return format;
  }
  if (postfix.trim() !== '') {
    return `suffix:${postfix}`;
  }
  return prefix.trim() === '' ? format : `prefix:${prefix}`;
}

function colorMode(panel: Json): string {
  return panel.colorBackground === true
    ? 'background'
    : panel.colorValue === true
      ? 'value'
      : 'none';
}

/** A single number, Grafana's until version 6, as a stat; one with a gauge as a gauge. */
export function migrateSinglestat(panel: Json): Json {
  const gauge = record(panel.gauge);
  const isGauge = gauge.show === true;
  const name = text(panel.valueName, 'avg');
  const hasSparkline = record(panel.sparkline).show === true;
  return {
    ...panel,
    type: isGauge ? 'gauge' : 'stat',
    fieldConfig: {
      defaults: {
        unit: unit(panel),
        decimals: number(panel.decimals),
        thresholds: thresholds(panel),
        mappings: mappings(panel),
        noValue: text(panel.nullText) || null,
        color: { mode: 'thresholds' },
        ...(isGauge
          ? {
              min: number(gauge.minValue) ?? 0,
              max: number(gauge.maxValue) ?? 100
            }
          : {})
      },
      overrides: []
    },
    options: {
      reduceOptions: {
        calcs: [Object.hasOwn(CALCS, name) ? CALCS[name] : 'lastNotNull'],
        fields: '',
        values: false
      },
      textMode: name === 'name' ? 'name' : 'auto',
      colorMode: colorMode(panel),
      graphMode: hasSparkline ? 'area' : 'none',
      orientation: 'horizontal',
      showThresholdMarkers: gauge.thresholdMarkers !== false,
      showThresholdLabels: gauge.thresholdLabels === true
    }
  };
}
