import { type TimeSpan } from '../types';
import { firstFrom } from './columns';
import type { Values } from './reduce';

/** A series with fewer points that draws the same picture. */
export interface Thinned {
  /** Milliseconds since the epoch, ascending. */
  readonly times: readonly number[];
  readonly values: Values;
}

/** Points for each pixel up to which nothing is left out. */
const FEW = 4;

/** Indices that the picture of a column depends on: first, last, least and greatest value, first and last gap; -1 for none. */
type Picks = Int32Array;

const [FIRST, LAST, LEAST, GREATEST, FIRST_GAP, LAST_GAP] = [0, 1, 2, 3, 4, 5];

/** Finds the picks of the points from `start` to before `end`. */
function pick(values: Values, start: number, end: number, picks: Picks): void {
  picks.fill(-1);
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = start; i < end; i++) {
    const value = values[i];
    // NaN is what is unequal to itself.
    if (value === null || value !== value) {
      picks[LAST_GAP] = i;
      picks[FIRST_GAP] = picks[FIRST_GAP] < 0 ? i : picks[FIRST_GAP];
      continue;
    }
    picks[LAST] = i;
    if (picks[FIRST] < 0) {
      picks[FIRST] = i;
    }
    if (value < least) {
      least = value;
      picks[LEAST] = i;
    }
    if (value > greatest) {
      greatest = value;
      picks[GREATEST] = i;
    }
  }
}

/** In place: faster than the array's own for six numbers. */
function sort(picks: Picks): void {
  for (let i = 1; i < picks.length; i++) {
    const moved = picks[i];
    let place = i;
    for (; place > 0 && picks[place - 1] > moved; place--) {
      picks[place] = picks[place - 1];
    }
    picks[place] = moved;
  }
}

function thin(
  times: readonly number[],
  values: Values,
  [start, end]: readonly [number, number],
  columnWidth: number
): Thinned {
  const kept: { times: number[]; values: Array<number | null> } = {
    times: [],
    values: []
  };
  const picks = new Int32Array(6);
  for (let first = start; first < end;) {
    // Columns lie on a grid of all time, not of what is shown: panning does not make the picture flicker.
    const edge = (Math.floor(times[first] / columnWidth) + 1) * columnWidth;
    let next = first + 1;
    while (next < end && times[next] < edge) {
      next += 1;
    }
    pick(values, first, next, picks);
    sort(picks);
    for (let i = 0; i < picks.length; i++) {
      if (picks[i] >= 0 && (i === 0 || picks[i] !== picks[i - 1])) {
        kept.times.push(times[picks[i]]);
        kept.values.push(values[picks[i]]);
      }
    }
    first = next;
  }
  return kept;
}

/**
 * Leaves out the points of a series that make no difference at a width in pixels, in linear time.
 *
 * Of each pixel column the first, last, least and greatest value stay, and the first and last gap (null, NaN). A series of at most four points
 * for each pixel stays as it is.
 *
 * @param times - Milliseconds since the epoch, ascending.
 * @param values - As many; null where nothing is known.
 * @param width - Pixels of the plot; below one counts as one.
 * @param span - What the plot shows, if not all: only points in it stay, and one beyond each end so that lines run out of the plot.
 */
export function downsample(
  times: readonly number[],
  values: Values,
  width: number,
  span?: TimeSpan
): Thinned {
  const columns = Math.max(1, Math.floor(width));
  const start = span ? Math.max(0, firstFrom(times, span.from) - 1) : 0;
  const end = span
    ? Math.min(times.length, firstFrom(times, span.to) + 1)
    : times.length;
  const shown = span ?? { from: times[0], to: times[end - 1] };
  const columnWidth = (shown.to - shown.from) / columns;
  if (end - start > FEW * columns && columnWidth > 0) {
    return thin(times, values, [start, end], columnWidth);
  }
  return end - start === times.length
    ? { times, values }
    : { times: times.slice(start, end), values: values.slice(start, end) };
}
