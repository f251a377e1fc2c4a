import uPlot from 'uplot';
import { formatTicks } from '../format';
import { formatTime, timeTicks } from '../time';
import type { DrawStyle, TimeSpan } from '../types';
import { stacks } from './data';
import { type Scale, scaleOptions, scalesOf } from './scales';
import type { Series } from './types';

/** Pixels between ticks at least, of a digit, and beside an axis' labels. */
const TICK = 80;
const DIGIT = 6.5;
const GAP = 12;

/** Colours that a canvas takes, read from the theme. */
export interface Ink {
  readonly text: string;
  readonly grid: string;
  readonly font: string;
}

export interface PlotInput {
  readonly series: readonly Series[];
  /** What is shown now; read each time the axis is drawn. */
  readonly span: () => TimeSpan;
  readonly timezone: string;
  readonly width: number;
  readonly height: number;
  readonly ink: Ink;
}

/** A colour with less of it. */
export function faded(color: string, percent: number): string {
  return `color-mix(in srgb, ${color} ${Math.round(percent)}%, transparent)`;
}

function linesOf({
  lineInterpolation
}: DrawStyle): uPlot.Series.PathBuilder | undefined {
  const { linear, spline, stepped } = uPlot.paths;
  switch (lineInterpolation) {
    case 'smooth':
      return spline?.();
    case 'stepAfter':
      return stepped?.({ align: 1 });
    case 'stepBefore':
      return stepped?.({ align: -1 });
    case 'linear':
      return linear?.();
  }
}

function pathsOf(custom: DrawStyle): uPlot.Series.PathBuilder | undefined {
  const { bars, points } = uPlot.paths;
  switch (custom.drawStyle) {
    case 'bars':
      return bars?.({ size: [0.8, 60], align: custom.barAlignment });
    case 'points':
      return points?.();
    case 'line':
      return linesOf(custom);
  }
}

/** The fill below a series: whole, or fading to its foot. */
function fillOf(
  color: string,
  custom: DrawStyle
): uPlot.Series.Fill | undefined {
  const { fillOpacity, gradientMode } = custom;
  if (fillOpacity === 0) {
    return undefined;
  }
  if (gradientMode === 'none') {
    return faded(color, fillOpacity);
  }
  return ({ ctx, bbox }) => {
    const fill = ctx.createLinearGradient(
      0,
      bbox.top,
      0,
      bbox.top + bbox.height
    );
    fill.addColorStop(0, faded(color, fillOpacity));
    fill.addColorStop(1, faded(color, 0));
    return fill;
  };
}

function pointsOf(custom: DrawStyle, color: string): uPlot.Series.Points {
  const size = custom.pointSize;
  const isAlways =
    custom.drawStyle === 'points' || custom.showPoints === 'always';
  if (isAlways) {
    return { show: true, size, fill: color };
  }
  // Points that stand alone are shown by uPlot itself where `show` is not false; a line would not show them.
  return custom.showPoints === 'never' || custom.drawStyle === 'bars'
    ? { show: false }
    : { size, fill: color };
}

/** A series as uPlot takes it. */
export function seriesOptions({ field }: Series, scale: string): uPlot.Series {
  const { color, displayName: label } = field;
  const { custom } = field.config;
  return {
    label,
    scale,
    stroke: color,
    width: custom.drawStyle === 'points' ? 0 : custom.lineWidth,
    dash: [...custom.lineDash],
    fill: custom.drawStyle === 'points' ? undefined : fillOf(color, custom),
    spanGaps: custom.spanNulls === true,
    points: pointsOf(custom, color),
    paths: pathsOf(custom)
  };
}

/** What lies between stacked series is filled, not all below them. */
export function bandsOf(series: readonly Series[]): uPlot.Band[] {
  return stacks(series).flatMap(places =>
    places.slice(1).map((place, index): uPlot.Band => ({
      series: [place + 1, places[index] + 1]
    }))
  );
}

/** Even steps of units that grow by 1024. */
const BINARY = Array.from({ length: 60 }, (_, power) => 2 ** (power - 10));
const BINARY_UNITS = ['bytes', 'kbytes', 'mbytes', 'gbytes', 'binBps'];

function valueAxis(
  { key, side, unit, config }: Scale,
  base: uPlot.Axis,
  isFirst: boolean
): uPlot.Axis {
  return {
    ...base,
    scale: key,
    side: side === 'right' ? 1 : 3,
    show: side !== 'hidden',
    // Grids of two axes would cross each other.
    grid: { ...base.grid, show: isFirst },
    label: config.custom.axisLabel || undefined,
    labelSize: config.custom.axisLabel ? 16 : 0,
    labelFont: base.font,
    space: 34,
    incrs: BINARY_UNITS.includes(unit) ? BINARY : undefined,
    values: (_, ticks) => {
      const known = ticks.filter(tick => tick !== null);
      const texts = formatTicks(known, unit, config.decimals);
      return ticks.map(tick =>
        tick === null ? null : texts[known.indexOf(tick)]
      );
    },
    size: (_, texts) =>
      GAP + DIGIT * Math.max(1, ...(texts ?? []).map(text => text?.length ?? 0))
  };
}

function baseAxis(ink: Ink): uPlot.Axis {
  return {
    stroke: ink.text,
    grid: { stroke: ink.grid, width: 1 },
    ticks: { show: false },
    font: ink.font,
    gap: 4
  };
}

/** The axis of times below a plot. */
export function timeAxis({
  ink,
  span,
  width,
  timezone
}: Pick<PlotInput, 'ink' | 'span' | 'width' | 'timezone'>): uPlot.Axis {
  return {
    ...baseAxis(ink),
    size: 24,
    splits: (_, __, from, to) =>
      timeTicks({ from, to }, width / TICK, timezone),
    values: (_, ticks) => ticks.map(tick => formatTime(tick, span(), timezone))
  };
}

function axesOf(input: PlotInput, scales: readonly Scale[]): uPlot.Axis[] {
  const base = baseAxis(input.ink);
  return [
    timeAxis(input),
    ...scales.map((scale, index) => valueAxis(scale, base, index === 0))
  ];
}

/** The options of a plot, without what listens to it. */
export function plotOptions(input: PlotInput): uPlot.Options {
  const { series, width, height, span } = input;
  const { scales, keys } = scalesOf(series);
  return {
    width,
    height,
    ms: 1,
    legend: { show: false },
    padding: [6, 8, 0, 0],
    cursor: {
      points: { size: 6 },
      y: false,
      drag: { x: true, y: false, setScale: false }
    },
    scales: {
      x: { time: true, range: () => [span().from, span().to] },
      ...Object.fromEntries(
        scales.map(scale => [scale.key, scaleOptions(scale)])
      )
    },
    axes: axesOf(input, scales),
    series: [
      {},
      ...series.map((one, place) => seriesOptions(one, keys[place]))
    ],
    bands: bandsOf(series)
  };
}
