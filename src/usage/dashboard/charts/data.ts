import uPlot from 'uplot';
import { downsample, stack, thinColumns } from '../calc';
import type { TimeSpan } from '../types';
import type { Series } from './types';

type Column = ReadonlyArray<number | null | undefined>;

/** Of times and columns as uPlot takes them: null is a gap, undefined is a time of another series. */
type Aligned = readonly [readonly number[], ...Column[]];

/** Places of the series that stand on each other, by group and mode. */
export function stacks(series: readonly Series[]): number[][] {
  const groups = new Map<string, number[]>();
  series.forEach(({ field }, place) => {
    const { stacking, stackingGroup, transform } = field.config.custom;
    if (stacking !== 'none') {
      const key = [stacking, stackingGroup, transform, field.config.unit].join(
        ' '
      );
      groups.set(key, [...(groups.get(key) ?? []), place]);
    }
  });
  return [...groups.values()];
}

function align(series: readonly Series[]): Aligned {
  if (series.every(({ times }) => times === series[0].times)) {
    return [series[0]?.times ?? [], ...series.map(({ values }) => values)];
  }
  return uPlot.join(
    series.map(
      ({ times, values }) => [[...times], [...values]] as uPlot.AlignedData
    )
  ) as Aligned;
}

/** Gaps of at most these milliseconds are bridged: their nulls are what uPlot draws over. */
export function bridge(
  { times, values }: Pick<Series, 'times' | 'values'>,
  longest: number
): Column {
  const result: Array<number | null | undefined> = [...values];
  let last = -1;
  values.forEach((value, place) => {
    if (value === null) {
      return;
    }
    if (last >= 0 && times[place] - times[last] <= longest) {
      result.fill(undefined, last + 1, place);
    }
    last = place;
  });
  return result;
}

/** Stacked series hold their upper edges; they need the times of all, so this is done before anything is left out. */
export function stacked(series: readonly Series[]): readonly Series[] {
  const groups = stacks(series);
  if (groups.length === 0) {
    return series;
  }
  const [times, ...columns] = align(series);
  const result = [...series];
  for (const group of groups) {
    const { stacking } = series[group[0]].field.config.custom;
    const edges = stack(
      group.map(place => columns[place].map(value => value ?? null)),
      stacking === 'percent' ? 'percent' : 'normal'
    );
    group.forEach((place, index) => {
      result[place] = { ...series[place], times, values: edges[index] };
    });
  }
  return result;
}

/** What uPlot draws of series: only points that are seen at a width in pixels. */
export function dataOf(
  series: readonly Series[],
  span: TimeSpan,
  width: number
): uPlot.AlignedData {
  if (series.length === 0) {
    return [[]];
  }
  const [{ times }] = series;
  const isEven = series.every(
    one =>
      one.times === times &&
      typeof one.field.config.custom.spanNulls !== 'number'
  );
  if (isEven) {
    const columns = series.map(({ values }) => values);
    const few = thinColumns(times, columns, width, span);
    return [few.times, ...few.columns] as unknown as uPlot.AlignedData;
  }
  const thin = series.map(({ field, times, values }): Series => {
    const few = downsample(times, values, width, span);
    const { spanNulls } = field.config.custom;
    return typeof spanNulls === 'number'
      ? { field, times: few.times, values: bridge(few, spanNulls) as never }
      : { field, ...few };
  });
  return align(thin) as uPlot.AlignedData;
}
