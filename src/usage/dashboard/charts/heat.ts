import { own, record, text } from '../read/json';
import type { Panel } from '../types';
import type { Series } from './types';

/** What a heatmap draws: a row for each bucket, from the lowest up, and a cell for each of its times. */
export interface Heat {
  /** Milliseconds since the epoch, ascending: the ends of the cells. */
  readonly times: readonly number[];
  readonly rows: readonly HeatRow[];
  /** Smallest and greatest value of the cells, or what the panel says. */
  readonly min: number;
  readonly max: number;
}

export interface HeatRow {
  /** A text, or the upper end of the bucket. */
  readonly name: string | number;
  /** The lower end of a bucket that has one. */
  readonly from: number | null;
  /** One for each time; null where nothing is known or nothing was counted. */
  readonly cells: ReadonlyArray<number | null>;
}

/** Buckets of values where the panel counts them itself and does not say how many. */
const USUAL_BUCKETS = 20;
const MOST_BUCKETS = 200;

/** The cells of a heatmap: of series that are rows, of buckets that hold all below them too, or of counted values. */
export function heatOf(panel: Panel, series: readonly Series[]): Heat {
  const times = timesOf(series);
  const columns = series.map(one => onTimes(one, times));
  const isBuckets = panel.targets.some(({ format }) => format === 'heatmap');
  const rows =
    panel.options.calculate === true
      ? counted(panel, columns, times.length)
      : isBuckets
        ? unstacked(series, columns)
        : named(series, columns);
  const shown = rows.map(row => ({ ...row, cells: withoutLittle(panel, row) }));
  const known = shown.flatMap(({ cells }) => cells.filter(isKnown));
  const { min, max } = record(panel.options.color);
  const [least, most] = ends(known);
  return {
    times,
    rows: shown,
    min: typeof min === 'number' ? min : Math.min(least, 0),
    max: typeof max === 'number' ? max : most
  };
}

/** Where a value is between the ends, 0 to 1, small ones drawn apart as the panel says. */
export function heatPart(
  panel: Panel,
  { min, max }: Heat,
  value: number
): number {
  const { exponent, scale, reverse } = record(panel.options.color);
  const part =
    max > min ? Math.min(1, Math.max(0, (value - min) / (max - min))) : 1;
  const power =
    scale === 'linear' ? 1 : typeof exponent === 'number' ? exponent : 0.5;
  const bent = part ** power;
  return reverse === true ? 1 - bent : bent;
}

function isKnown(value: number | null): value is number {
  return value !== null;
}

function ends(values: readonly number[]): [number, number] {
  return values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity]
  );
}

function timesOf(series: readonly Series[]): number[] {
  const all = new Set(series.flatMap(({ times }) => times));
  return [...all].sort((one, other) => one - other);
}

function onTimes(
  { times, values }: Series,
  all: readonly number[]
): Array<number | null> {
  const known = new Map(times.map((time, place) => [time, values[place]]));
  return all.map(time => known.get(time) ?? null);
}

function named(
  series: readonly Series[],
  columns: ReadonlyArray<ReadonlyArray<number | null>>
): HeatRow[] {
  return series.map(({ field }, place) => ({
    name: field.displayName,
    from: null,
    cells: columns[place]
  }));
}

/** The end of a bucket as its series says. */
function endOf({ field }: Series): number {
  const said = own(field.labels, 'le') ?? field.displayName;
  return /^\+?inf$/i.test(said.trim()) ? Infinity : Number(said);
}

/** Each bucket of a histogram less the one below it. */
function unstacked(
  series: readonly Series[],
  columns: ReadonlyArray<ReadonlyArray<number | null>>
): HeatRow[] {
  const sorted = series
    .map((one, place) => ({ end: endOf(one), cells: columns[place] }))
    .filter(({ end }) => !Number.isNaN(end))
    .sort((one, other) => one.end - other.end);
  return sorted.map(({ end, cells }, place) => {
    const below = sorted[place - 1]?.cells;
    return {
      name: end,
      from: sorted[place - 1]?.end ?? null,
      cells: cells.map((value, time) =>
        value === null ? null : Math.max(0, value - (below?.[time] ?? 0))
      )
    };
  });
}

/** How many of the values of a time are in each bucket. */
function counted(
  panel: Panel,
  columns: ReadonlyArray<ReadonlyArray<number | null>>,
  count: number
): HeatRow[] {
  const [low, high] = ends(columns.flatMap(cells => cells.filter(isKnown)));
  if (high < low) {
    return [];
  }
  const step = bucketSize(panel, low, high);
  const first = Math.floor(low / step);
  const last = Math.min(Math.floor(high / step), first + MOST_BUCKETS - 1);
  const rows = Array.from({ length: last - first + 1 }, (_, place) => ({
    from: (first + place) * step,
    name: (first + place + 1) * step,
    cells: new Array<number | null>(count).fill(null)
  }));
  for (const cells of columns) {
    cells.forEach((value, time) => {
      if (value !== null) {
        const row = rows[Math.min(last, Math.floor(value / step)) - first];
        row.cells[time] = (row.cells[time] ?? 0) + 1;
      }
    });
  }
  return rows;
}

function bucketSize(panel: Panel, low: number, high: number): number {
  const { yBuckets } = record(panel.options.calculation);
  const { mode, value } = record(yBuckets);
  const said = Number(text(value));
  if (mode === 'size' && said > 0) {
    return said;
  }
  const count = mode === 'count' && said > 0 ? said : USUAL_BUCKETS;
  const rough = (high - low) / Math.min(count, MOST_BUCKETS);
  return rough > 0 ? rough : Math.max(Math.abs(high), 1);
}

/** Cells without those that hold so little that the panel leaves them empty. */
function withoutLittle(
  panel: Panel,
  { cells, from }: HeatRow
): ReadonlyArray<number | null> {
  const { le } = record(panel.options.filterValues);
  const isCount = from !== null || panel.options.calculate === true;
  const least = typeof le === 'number' ? le : isCount ? 1e-9 : null;
  return least === null
    ? cells
    : cells.map(value => (value !== null && value <= least ? null : value));
}
