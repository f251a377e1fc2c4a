import type { Wire } from '../api/tokens';
import type { Scope } from './dashboard/read';
import type { Field, Frame, Target } from './dashboard/types';
import type { MetricQuery } from './tokens';

/** Type of data source in the JSON of dashboards that ask the built-in record. */
export const RECORD = 'pangeo-record';

/** Name of the record among the sources. */
export const RECORDER = 'recorder';

/** Values that a filter may have. */
const MOST_VALUES = 200;

/** What a target of the built-in record asks for. */
export interface IRecordTarget {
  readonly query: MetricQuery;
  /** What values are multiplied by, as for hours in place of seconds. */
  readonly scale: number;
}

type Over = NonNullable<MetricQuery['over']>;

type Filters = NonNullable<MetricQuery['filters']>;

/** A filter that is a variable, as `$cluster`. */
const VARIABLE = /^\$(\w+)$/;

/** Filters with the values of variables; one that stands for everything filters nothing. */
function filled(filters: Filters, variables: Scope['variables']): Filters {
  const entries = Object.entries(filters).flatMap(([label, wanted]) => {
    const [, name = ''] = VARIABLE.exec(wanted[0] ?? '') ?? [];
    const value = variables.get(name);
    if (!value) {
      return [[label, wanted] as const];
    }
    return value.isRaw || value.values.length === 0
      ? []
      : [[label, value.values.slice(0, MOST_VALUES)] as const];
  });
  return Object.fromEntries(entries);
}

/** Read what a dashboard's JSON asks of the record; the server checks the names. */
export function recordTarget(
  { raw }: Target,
  variables: Scope['variables'] = new Map()
): IRecordTarget {
  const { metric, filters, aggregate, by, over, scale } = raw as {
    metric: unknown;
    filters: MetricQuery['filters'];
    aggregate: MetricQuery['aggregate'];
    by: MetricQuery['by'];
    over: Over;
    scale: unknown;
  };
  return {
    query: {
      metric: String(metric),
      filters: filled(filters ?? {}, variables),
      aggregate: aggregate ?? 'none',
      by: by ?? [],
      over: over ?? 'value'
    },
    scale: typeof scale === 'number' ? scale : 1
  };
}

/**
 * Frames of an answer, one a series, that share the list of times.
 *
 * @param times - Milliseconds since the epoch.
 */
export function recordFrames(
  target: Target,
  { scale }: IRecordTarget,
  answer: Wire<'QueryAnswer'>,
  times: readonly number[]
): Frame[] {
  const time: Field = { name: 'Time', type: 'time', labels: {}, values: times };
  return answer.series.map(series => {
    const value: Field = {
      name: String(target.raw.metric),
      type: 'number',
      labels: series.labels,
      values:
        scale === 1
          ? series.values
          : series.values.map(value => (value === null ? null : value * scale)),
      unit: answer.unit,
      ...titleOf(target.legendFormat, series.labels)
    };
    return { refId: target.refId, name: '', fields: [time, value] };
  });
}

const LABEL = /{{\s*([\w-]+)\s*}}/g;

/** A legend with the values of labels filled in; nothing where it is left to the names. */
export function titleOf(
  legend: string,
  labels: Readonly<Record<string, string>>
): { title?: string } {
  return legend && legend !== '__auto'
    ? { title: legend.replace(LABEL, (_, name: string) => labels[name] ?? '') }
    : {};
}
