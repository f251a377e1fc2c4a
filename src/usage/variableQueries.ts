import type { IApiClient, Wire } from '../api/tokens';
import {
  interpolate,
  parseVariableQuery,
  type Scope,
  type VariableQuery
} from './dashboard/read';
import type { TimeSpan } from './dashboard/types';
import { RECORDER } from './recordQueries';

const MS = 1000;

/** The label that holds a metric's name. */
const METRIC = '__name__';

/** A query that a store refused, in its words. */
export class RefusedQuery extends Error {}

/** The query of a variable with other variables filled in, or null where it cannot be read. */
export function filledQuery(text: string, scope: Scope): VariableQuery | null {
  const query = parseVariableQuery(text);
  const fill = (part: string) => interpolate(part, scope, 'prometheus');
  switch (query?.kind) {
    case undefined:
      return null;
    case 'labelValues':
      return {
        ...query,
        metric: fill(query.metric),
        label: fill(query.label)
      };
    case 'labelNames':
    case 'series':
      return { ...query, match: fill(query.match) };
    case 'metrics':
      return { ...query, pattern: interpolate(query.pattern, scope, 'regex') };
    case 'queryResult':
      return { ...query, expr: fill(query.expr) };
  }
}

/**
 * What a store answers to the query of a variable, before the variable's own pattern.
 *
 * @throws RefusedQuery where the store refuses it.
 */
export async function askOptions(
  client: IApiClient,
  source: string,
  query: VariableQuery,
  span: TimeSpan,
  signal: AbortSignal
): Promise<readonly string[]> {
  if (source === RECORDER) {
    return recordValues(client, query, span, signal);
  }
  if (query.kind === 'queryResult') {
    return queryResult(client, source, query.expr, span, signal);
  }
  const times = { start: span.from / MS, end: span.to / MS };
  const body = { source, ...times, ...labelsOf(query) };
  const answer = await client.call('listUsageLabels', { body }, signal);
  if (answer.problem) {
    throw new RefusedQuery(answer.problem.message);
  }
  return query.kind === 'series'
    ? (answer.series ?? []).map(selectorOf)
    : (answer.values ?? []);
}

/** Values of a label that a metric of the record had. */
async function recordValues(
  client: IApiClient,
  query: VariableQuery,
  { from, to }: TimeSpan,
  signal: AbortSignal
): Promise<readonly string[]> {
  if (query.kind !== 'labelValues') {
    return [];
  }
  const { metric, label } = query;
  const body = {
    source: RECORDER,
    queries: [{ metric }],
    start: to / MS,
    end: to / MS,
    step: Math.max(1, (to - from) / MS)
  };
  const { answers } = await client.call('queryUsage', { body }, signal);
  const [{ series, problem }] = answers;
  if (problem) {
    throw new RefusedQuery(problem.message);
  }
  return series.flatMap(({ labels }) => labels[label] ?? []);
}

type Labels = Pick<Wire<'LabelsRequest'>, 'what' | 'label' | 'match'>;

function labelsOf(query: Exclude<VariableQuery, { expr: string }>): Labels {
  const matching = (match: string) => (match === '' ? [] : [match]);
  switch (query.kind) {
    case 'labelValues':
      return {
        what: 'values',
        label: query.label,
        match: matching(query.metric)
      };
    case 'labelNames':
      return { what: 'names', match: matching(query.match) };
    case 'series':
      return { what: 'series', match: [query.match] };
    case 'metrics':
      return {
        what: 'values',
        label: METRIC,
        match: [`{__name__=~${JSON.stringify(`.*(?:${query.pattern}).*`)}}`]
      };
  }
}

/** Series as Grafana writes them for a variable's pattern: `name{label="value"} number milliseconds`. */
async function queryResult(
  client: IApiClient,
  source: string,
  expr: string,
  { to }: TimeSpan,
  signal: AbortSignal
): Promise<readonly string[]> {
  const query = { expr, kind: 'instant', end: to / MS } as const;
  const body = { source, queries: [query] };
  const [answer] = (await client.call('queryPromql', { body }, signal)).answers;
  if (answer.problem) {
    throw new RefusedQuery(answer.problem.message);
  }
  const at = (answer.times ?? [to / MS])[0] * MS;
  return (answer.series ?? []).map(({ labels, values }) =>
    [selectorOf(labels), values[0], at].filter(part => part !== '').join(' ')
  );
}

function selectorOf(labels: Readonly<Record<string, string>>): string {
  const { __name__: name = '', ...rest } = labels;
  const pairs = Object.entries(rest).map(
    ([label, value]) => `${label}=${JSON.stringify(value)}`
  );
  return pairs.length > 0 ? `${name}{${pairs.join(',')}}` : name;
}
