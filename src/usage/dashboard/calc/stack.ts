import type { Values } from './reduce';

/** Whether a series lies below zero: stacked downwards, apart from those above. */
function isBelow(values: Values): boolean {
  let hasNegative = false;
  for (const value of values) {
    if (value !== null && value > 0) {
      return false;
    }
    hasNegative ||= value !== null && value < 0;
  }
  return hasNegative;
}

function isKnown(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && !Number.isNaN(value);
}

function totals(series: readonly Values[], length: number): Float64Array {
  const sums = new Float64Array(length);
  for (const values of series) {
    for (let i = 0; i < length; i++) {
      const value = values[i];
      sums[i] += isKnown(value) ? Math.abs(value) : 0;
    }
  }
  return sums;
}

/** Upper edges of series that all lie on one side of zero. */
function stackSide(
  series: readonly Values[],
  length: number,
  isPercent: boolean
): Array<Array<number | null>> {
  const whole = isPercent ? totals(series, length) : null;
  const level = new Float64Array(length);
  return series.map(values => {
    const edge = new Array<number | null>(length).fill(null);
    for (let i = 0; i < length; i++) {
      const value = values[i];
      if (isKnown(value)) {
        level[i] += value;
        edge[i] = whole ? level[i] / (whole[i] || 1) : level[i];
      }
    }
    return edge;
  });
}

/**
 * Edges of series that stand on each other in the order given.
 *
 * A gap (null, NaN) in one series counts 0 for those above it and stays a gap in its own edge. Series that are nowhere above zero are stacked
 * downwards from zero, apart from the others.
 *
 * @param series - All over the same times; a shorter one has gaps at its end.
 * @param mode - `percent`: edges are shares of the sum at their time, 0 to 1 (0 to -1 downwards), all 0 where the sum is 0.
 * @returns Edges of all series in their order, in the values' unit or as shares.
 */
export function stack(
  series: readonly Values[],
  mode: 'normal' | 'percent'
): Array<Array<number | null>> {
  const length = Math.max(0, ...series.map(values => values.length));
  const below = series.map(isBelow);
  const result: Array<Array<number | null>> = series.map(() => []);
  for (const isDown of [false, true]) {
    const places = series.map((_, i) => i).filter(i => below[i] === isDown);
    const edges = stackSide(
      places.map(i => series[i]),
      length,
      mode === 'percent'
    );
    places.forEach((place, i) => {
      result[place] = edges[i];
    });
  }
  return result;
}
