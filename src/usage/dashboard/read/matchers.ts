import { type Field, type Override } from '../types';
import { list, number, own, record, text, texts } from './json';
import { regexOf } from './regex';

/** What matchers look at beside the field itself. */
export interface MatchContext {
  readonly refId: string;
  /** By its title or labels, before overrides name it anew. */
  readonly autoName: string;
  /** A calculation over the values by Grafana's id, null where there is none. */
  readonly calculate: (
    id: string,
    values: ReadonlyArray<number | null>
  ) => number | null;
}

type Matcher = (
  options: unknown,
  field: Field,
  context: MatchContext
) => boolean;

/** Values of a field that are numbers; null stands for the others. */
export function numbersOf(field: Field): Array<number | null> {
  return field.values.map(value => (typeof value === 'number' ? value : null));
}

const COMPARE: Readonly<
  Record<string, (value: number, limit: number) => boolean>
> = {
  eq: (value, limit) => value === limit,
  neq: (value, limit) => value !== limit,
  lt: (value, limit) => value < limit,
  lte: (value, limit) => value <= limit,
  gt: (value, limit) => value > limit,
  gte: (value, limit) => value >= limit
};

function byValue(
  options: unknown,
  field: Field,
  { calculate }: MatchContext
): boolean {
  const from = record(options);
  const reducer = text(from.reducer);
  if (reducer === '' || field.type !== 'number') {
    return false;
  }
  const value = calculate(reducer, numbersOf(field));
  if (reducer === 'allIsZero' || reducer === 'allIsNull') {
    return value === 1;
  }
  const compare = own(COMPARE, text(from.op, 'eq'));
  const limit = number(from.value);
  return (
    value !== null &&
    limit !== null &&
    compare !== undefined &&
    compare(value, limit)
  );
}

function hasName(field: Field, name: string, { autoName }: MatchContext) {
  return field.name === name || autoName === name;
}

function byNames(
  options: unknown,
  field: Field,
  context: MatchContext
): boolean {
  const from = record(options);
  const isNamed = texts(from.names).some(name => hasName(field, name, context));
  return isNamed === (from.mode !== 'exclude');
}

const MATCHERS: Readonly<Record<string, Matcher>> = {
  byName: (options, field, context) => hasName(field, text(options), context),
  byNames,
  byRegexp: (options, _, { autoName }) =>
    regexOf(text(options))?.test(autoName) ?? false,
  byRegexpOrNames: (options, field, context) => {
    const from = record(options);
    const isNamed = texts(from.names).some(name =>
      hasName(field, name, context)
    );
    return (
      isNamed || (regexOf(text(from.pattern))?.test(context.autoName) ?? false)
    );
  },
  byType: (options, field) => field.type === options,
  byTypes: (options, field) => list(options).includes(field.type),
  byFrameRefID: (options, _, { refId }) => refId === options,
  byValue,
  numeric: (_, field) => field.type === 'number',
  time: (_, field) => field.type === 'time'
};

export function isMatcher(id: string): boolean {
  return Object.hasOwn(MATCHERS, id);
}

/** Whether an override is meant for a field; one whose matcher is unknown never is. */
export function matches(
  { id, options }: Override['matcher'],
  field: Field,
  context: MatchContext
): boolean {
  return isMatcher(id) && MATCHERS[id](options, field, context);
}
