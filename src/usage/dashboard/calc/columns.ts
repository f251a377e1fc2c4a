import { type TimeSpan } from '../types';
import type { Values } from './reduce';

/** Series of the same times with fewer points that draw the same picture. */
export interface ThinnedColumns {
  /** Milliseconds since the epoch, ascending. */
  readonly times: readonly number[];
  readonly columns: readonly Values[];
}

/** Points of a pixel column: the first, the least and greatest in their order, and the last. */
const SLOTS = 4;

/** First index whose time is not below `time`. */
export function firstFrom(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] < time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Places from `start` to before `end` where each pixel column begins, and `end`. */
function edgesOf(
  times: readonly number[],
  [start, end]: readonly [number, number],
  width: number
): number[] {
  const edges: number[] = [];
  for (let first = start; first < end;) {
    edges.push(first);
    // Columns lie on a grid of all time, not of what is shown: panning does not make the picture flicker.
    const edge = (Math.floor(times[first] / width) + 1) * width;
    let next = first + 1;
    while (next < end && times[next] < edge) {
      next += 1;
    }
    first = next;
  }
  edges.push(end);
  return edges;
}

/** Write what the points from `start` to before `end` look like into four slots; all null where none is known. */
function fill(
  values: Values,
  start: number,
  end: number,
  into: Array<number | null>
): void {
  let first = -1;
  let last = -1;
  let least = -1;
  let greatest = -1;
  let low = Infinity;
  let high = -Infinity;
  for (let i = start; i < end; i++) {
    const value = values[i];
    // NaN is what is unequal to itself.
    if (value === null || value !== value) {
      continue;
    }
    first = first < 0 ? i : first;
    last = i;
    if (value < low) {
      low = value;
      least = i;
    }
    if (value > high) {
      high = value;
      greatest = i;
    }
  }
  if (first < 0) {
    into.push(null, null, null, null);
    return;
  }
  // Of infinities alone neither is less or greater.
  const one = Math.min(least, greatest);
  const two = Math.max(least, greatest);
  into.push(
    values[first],
    values[one < 0 ? first : one],
    values[two < 0 ? last : two],
    values[last]
  );
}

/**
 * Leaves out the points of series with the same times that make no difference at a width in pixels, in linear time.
 *
 * Of each pixel column every series keeps its first, least, greatest and last value; they stand at four times of the column that all series share,
 * so that values move by less than a pixel. A gap stays where it takes a whole column. Series of at most four points for each pixel stay as they are.
 *
 * @param times - Milliseconds since the epoch, ascending.
 * @param columns - Values of each series, as many as times.
 * @param width - Pixels of the plot; below one counts as one.
 * @param span - What the plot shows: only points in it stay, and one beyond each end so that lines run out of the plot.
 */
export function thinColumns(
  times: readonly number[],
  columns: readonly Values[],
  width: number,
  span: TimeSpan
): ThinnedColumns {
  const pixels = Math.max(1, Math.floor(width));
  const start = Math.max(0, firstFrom(times, span.from) - 1);
  const end = Math.min(times.length, firstFrom(times, span.to) + 1);
  const pixel = (span.to - span.from) / pixels;
  if (end - start <= SLOTS * pixels || !(pixel > 0)) {
    return end - start === times.length
      ? { times, columns }
      : {
          times: times.slice(start, end),
          columns: columns.map(values => values.slice(start, end))
        };
  }
  const edges = edgesOf(times, [start, end], pixel);
  const kept: number[] = [];
  for (let place = 0; place + 1 < edges.length; place++) {
    const last = edges[place + 1] - 1 - edges[place];
    for (let slot = 0; slot < SLOTS; slot++) {
      kept.push(times[edges[place] + Math.round((slot * last) / (SLOTS - 1))]);
    }
  }
  return {
    times: kept,
    columns: columns.map(values => {
      const few: Array<number | null> = [];
      for (let place = 0; place + 1 < edges.length; place++) {
        fill(values, edges[place], edges[place + 1], few);
      }
      return few;
    })
  };
}
