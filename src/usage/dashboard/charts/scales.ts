import type uPlot from 'uplot';
import type { FieldConfig } from '../types';
import type { Series } from './types';

/** Series that share an axis. */
export interface Scale {
  readonly key: string;
  readonly side: 'left' | 'right' | 'hidden';
  readonly unit: string;
  readonly config: FieldConfig;
  readonly configs: readonly FieldConfig[];
}

/** What an axis shows: shares where its series are stacked to a whole. */
export function unitOf({ unit, custom }: FieldConfig): string {
  return custom.stacking === 'percent' ? 'percentunit' : unit;
}

function keyOf(config: FieldConfig): string {
  const { axisPlacement, scale } = config.custom;
  return `y ${unitOf(config)} ${axisPlacement} ${scale}`;
}

/** The scales of series in their order, and which series stands on which: the first unit at the left, others at the right. */
export function scalesOf(series: readonly Series[]): {
  readonly scales: readonly Scale[];
  readonly keys: readonly string[];
} {
  const keys = series.map(({ field }) => keyOf(field.config));
  let hasLeft = false;
  const scales = [...new Set(keys)].map((key): Scale => {
    const configs = series
      .filter((_, place) => keys[place] === key)
      .map(({ field }) => field.config);
    const [config] = configs;
    const { axisPlacement } = config.custom;
    const side =
      axisPlacement === 'auto' ? (hasLeft ? 'right' : 'left') : axisPlacement;
    hasLeft ||= side === 'left';
    return { key, side, unit: unitOf(config), config, configs };
  });
  return { scales, keys };
}

function least(values: ReadonlyArray<number | null>): number | null {
  const known = values.filter(value => value !== null);
  return known.length > 0 ? Math.min(...known) : null;
}

function greatest(values: ReadonlyArray<number | null>): number | null {
  const known = values.filter(value => value !== null);
  return known.length > 0 ? Math.max(...known) : null;
}

/** Whether something is drawn from zero on. */
function isFilled({ custom }: FieldConfig): boolean {
  const { drawStyle, fillOpacity, stacking } = custom;
  return drawStyle === 'bars' || fillOpacity > 0 || stacking !== 'none';
}

/** Some of the height of all values; of a single one some of its size. */
function roomOf(floor: number, roof: number): number {
  return (roof - floor) * 0.08 || Math.abs(roof) * 0.1 || 1;
}

/** The ends of an axis: hard ones as they are, soft ones where the values do not go beyond, else the values with a little room. */
export function ends(
  { configs }: Pick<Scale, 'configs'>,
  low: number | null,
  high: number | null
): [number, number] {
  const zero = configs.some(isFilled) ? 0 : null;
  const floor = least([low, zero]) ?? 0;
  const roof = greatest([high, zero]) ?? 1;
  const room = roomOf(floor, roof);
  const isWhole = configs.some(({ custom }) => custom.stacking === 'percent');
  const beyond = (edge: number, by: number) =>
    edge === 0 || isWhole ? edge : edge + by;
  const soft = {
    min: least(configs.map(({ custom }) => custom.axisSoftMin)),
    max: greatest(configs.map(({ custom }) => custom.axisSoftMax))
  };
  const from =
    least(configs.map(({ min }) => min)) ??
    least([soft.min, beyond(floor, -room)]) ??
    0;
  const to =
    greatest(configs.map(({ max }) => max)) ??
    greatest([soft.max, beyond(roof, room)]) ??
    1;
  return to > from ? [from, to] : [from, from + room];
}

/** A scale as uPlot takes it. */
export function scaleOptions(scale: Scale): uPlot.Scale {
  const { scale: kind, logBase } = scale.config.custom;
  if (kind === 'log') {
    return { distr: 3, log: logBase === 2 ? 2 : 10 };
  }
  return kind === 'symlog'
    ? { distr: 4, asinh: 1 }
    : { range: (_, low, high) => ends(scale, low, high) };
}
