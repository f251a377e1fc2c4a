import { type DrawStyle } from '../types';
import { between, list, number, oneOf, record, text } from './json';

/** Grafana's own defaults of `custom`. */
export const USUAL_STYLE: DrawStyle = {
  drawStyle: 'line',
  lineInterpolation: 'linear',
  lineWidth: 1,
  lineDash: [],
  fillOpacity: 0,
  gradientMode: 'none',
  showPoints: 'auto',
  pointSize: 5,
  spanNulls: false,
  stacking: 'none',
  stackingGroup: 'A',
  barAlignment: 0,
  axisPlacement: 'auto',
  axisLabel: '',
  axisSoftMin: null,
  axisSoftMax: null,
  scale: 'linear',
  logBase: 10,
  thresholdsStyle: 'off',
  transform: 'none',
  hideFrom: { legend: false, tooltip: false, viz: false },
  cell: 'auto',
  width: null,
  align: 'auto'
};

type Reader = (value: unknown, before: DrawStyle) => Partial<DrawStyle>;

const DASH = [10, 10];
const DOT = [0, 10];

function lineDash(value: unknown): readonly number[] {
  const style = record(value);
  if (style.fill !== 'dash' && style.fill !== 'dot') {
    return [];
  }
  const dash = list(style.dash)
    .map(number)
    .filter(length => length !== null)
    .map(length => Math.min(1000, Math.max(0, length)))
    .slice(0, 20);
  // Lengths that are all zero would draw nothing.
  const isDrawn = dash.some(length => length > 0);
  return isDrawn ? dash : style.fill === 'dot' ? DOT : DASH;
}

/** Names that cells had before they became options. */
const OLD_CELLS: Readonly<Record<string, string>> = {
  'gradient-gauge': 'gauge',
  'lcd-gauge': 'gauge',
  basic: 'gauge',
  'color-background-solid': 'color-background'
};

function cell(name: string): string {
  const known = Object.hasOwn(OLD_CELLS, name) ? OLD_CELLS[name] : name;
  return known === '' ? 'auto' : known;
}

/** By the name below `custom`. Colours and sizes that are not drawn apart are passed over; `lacks.ts` tells of the rest. */
export const STYLE_READERS: Readonly<Record<string, Reader>> = {
  drawStyle: value => ({
    drawStyle: oneOf(value, ['line', 'bars', 'points'], 'line')
  }),
  lineInterpolation: value => ({
    lineInterpolation: oneOf(
      value,
      ['linear', 'smooth', 'stepBefore', 'stepAfter'],
      'linear'
    )
  }),
  lineWidth: value => ({ lineWidth: between(value, [0, 100], 1) }),
  lineStyle: value => ({ lineDash: lineDash(value) }),
  fillOpacity: value => ({ fillOpacity: between(value, [0, 100], 0) }),
  gradientMode: value => ({
    gradientMode: oneOf(value, ['none', 'opacity', 'hue', 'scheme'], 'none')
  }),
  showPoints: value => ({
    showPoints: oneOf(value, ['auto', 'never', 'always'], 'auto')
  }),
  pointSize: value => ({ pointSize: between(value, [1, 100], 5) }),
  spanNulls: value => ({
    spanNulls: typeof value === 'boolean' ? value : (number(value) ?? false)
  }),
  stacking: value => {
    const from = record(value);
    return {
      stacking: oneOf(from.mode, ['none', 'normal', 'percent'], 'none'),
      stackingGroup: text(from.group, 'A')
    };
  },
  barAlignment: value => ({
    barAlignment: value === -1 || value === 1 ? value : 0
  }),
  axisPlacement: value => ({
    axisPlacement: oneOf(value, ['auto', 'left', 'right', 'hidden'], 'auto')
  }),
  axisLabel: value => ({ axisLabel: text(value) }),
  axisSoftMin: value => ({ axisSoftMin: number(value) }),
  axisSoftMax: value => ({ axisSoftMax: number(value) }),
  scaleDistribution: value => {
    const from = record(value);
    return {
      scale: oneOf(from.type, ['linear', 'log', 'symlog'], 'linear'),
      logBase: from.log === 2 ? 2 : 10
    };
  },
  thresholdsStyle: value => ({
    thresholdsStyle: oneOf(
      record(value).mode,
      ['off', 'line', 'dashed', 'area', 'line+area', 'dashed+area', 'series'],
      'off'
    )
  }),
  transform: value => ({
    transform: oneOf(value, ['none', 'negative-Y', 'constant'], 'none')
  }),
  hideFrom: (value, { hideFrom }) => {
    const from = record(value);
    return {
      hideFrom: {
        legend: from.legend === undefined ? hideFrom.legend : !!from.legend,
        tooltip: from.tooltip === undefined ? hideFrom.tooltip : !!from.tooltip,
        viz: from.viz === undefined ? hideFrom.viz : !!from.viz
      }
    };
  },
  'hideFrom.legend': (value, { hideFrom }) => ({
    hideFrom: { ...hideFrom, legend: value === true }
  }),
  'hideFrom.tooltip': (value, { hideFrom }) => ({
    hideFrom: { ...hideFrom, tooltip: value === true }
  }),
  'hideFrom.viz': (value, { hideFrom }) => ({
    hideFrom: { ...hideFrom, viz: value === true }
  }),
  cellOptions: value => ({ cell: cell(text(record(value).type)) }),
  displayMode: value => ({ cell: cell(text(value)) }),
  width: value => ({
    width: number(value) === null ? null : between(value, [0, 10_000], 0)
  }),
  align: value => ({
    align: oneOf(value, ['auto', 'left', 'center', 'right'], 'auto')
  })
};
