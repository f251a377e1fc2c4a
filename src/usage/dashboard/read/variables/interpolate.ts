import { formatDuration, intervalOf } from '../../time/duration';
import { own } from '../json';
import { promql, WRITERS } from './formats';
import { type Scope, type ScopeValue } from './scope';

/** How values are written where the text does not say: `prometheus` is for PromQL, the others are Grafana's names. */
export type ValueFormat = string;

const REFERENCE =
  /\$(\w+)|\[\[(\w+)(?::([^\]\s]{1,100}))?\]\]|\$\{(\w+)(?:\.(\w+))?(?::([^}]{1,200}))?\}/g;

const MOST_REFERENCES = 10_000;
const MOST_RESULT = 1_000_000;

interface Reference {
  readonly name: string;
  readonly field: string;
  readonly format: string;
}

function referenceOf(groups: ReadonlyArray<string | undefined>): Reference {
  const [, plain, square, squareFormat, curly, field, curlyFormat] = groups;
  return {
    name: plain ?? square ?? curly ?? '',
    field: field ?? '',
    format: squareFormat ?? curlyFormat ?? ''
  };
}

/** Names of all variables, built-in ones too, that a text refers to. */
export function references(text: string): string[] {
  const names = new Set<string>();
  for (const found of text.matchAll(REFERENCE)) {
    names.add(referenceOf(found).name);
    if (names.size >= MOST_REFERENCES) {
      break;
    }
  }
  return [...names];
}

/** Names of the dashboard's own variables that a text refers to: built-in ones are left out. */
export function dependencies(text: string): string[] {
  return references(text).filter(
    name => !name.startsWith('__') && name !== 'timeFilter'
  );
}

function date(ms: number, format: string, scope: Scope): string {
  const pattern = format === 'date' ? 'iso' : format.slice('date:'.length);
  if (pattern === 'seconds') {
    return String(Math.floor(ms / 1000));
  }
  const moment = new Date(ms);
  const iso = Number.isNaN(moment.getTime()) ? '' : moment.toISOString();
  return pattern === 'iso' ? iso : (scope.formatDate?.(ms, pattern) ?? iso);
}

function moment(ms: number | undefined, format: string, scope: Scope) {
  if (ms === undefined) {
    return null;
  }
  return /^date(:|$)/.test(format) ? date(ms, format, scope) : String(ms);
}

/** At least four samples: a rate over fewer shows gaps. */
function rateInterval({ intervalMs, scrapeMs = 15_000 }: Scope) {
  return intervalMs === undefined
    ? undefined
    : Math.max(intervalMs + scrapeMs, 4 * scrapeMs);
}

function duration(ms: number | undefined): string | null {
  return ms === undefined ? null : formatDuration(ms);
}

function count(value: number | undefined): string | null {
  return value === undefined ? null : String(Math.round(value));
}

type BuiltIn = (scope: Scope, format: string) => string | null;

function range({ span }: Scope): number | undefined {
  return span && span.to - span.from;
}

function rangeSeconds(scope: Scope): string | null {
  const ms = range(scope);
  return ms === undefined ? null : count(ms / 1000);
}

const BUILT_IN: Readonly<Record<string, BuiltIn>> = {
  __interval: ({ intervalMs }) => duration(intervalMs),
  __interval_ms: ({ intervalMs }) => count(intervalMs),
  __rate_interval: scope => duration(rateInterval(scope)),
  __rate_interval_ms: scope => count(rateInterval(scope)),
  __range: scope => {
    const seconds = rangeSeconds(scope);
    return seconds && `${seconds}s`;
  },
  __range_s: rangeSeconds,
  __range_ms: scope => count(range(scope)),
  __from: (scope, format) => moment(scope.span?.from, format, scope),
  __to: (scope, format) => moment(scope.span?.to, format, scope)
};

function written(
  value: ScopeValue,
  { name, field, format }: Reference,
  usual: ValueFormat
): string {
  if (field === 'text' || format === 'text') {
    return value.text;
  }
  // A pattern of the author's own is what it is, except where it is quoted or encoded on wish.
  if (value.isRaw && (format === '' || format === 'regex')) {
    return value.values.join(',');
  }
  const wanted = format || usual;
  if (wanted === 'prometheus') {
    return promql(value.values, value.isMulti);
  }
  return (own(WRITERS, wanted) ?? WRITERS.glob)(value.values, name);
}

/** The step of an interval on auto; without a span it is not known. */
function autoStep(
  { count, minMs }: NonNullable<ScopeValue['auto']>,
  { span }: Scope
): string | null {
  return span ? formatDuration(intervalOf(span, count, minMs)) : null;
}

function replacement(
  reference: Reference,
  scope: Scope,
  usual: ValueFormat
): string | null {
  const value = scope.variables.get(reference.name);
  if (value) {
    return value.auto
      ? autoStep(value.auto, scope)
      : written(value, reference, usual);
  }
  const builtIn = own(BUILT_IN, reference.name);
  return builtIn?.(scope, reference.format) ?? null;
}

/**
 * A text with its variables filled in: `$name`, `${name}`, `${name:format}`, `${name.text}`, `[[name]]`, `[[name:format]]` and the built-in ones.
 * What names no variable stays as it is, `$timeFilter` and `$__all` among it. Values are not searched for variables again.
 *
 * @param format - For references that name none: `prometheus` in queries, else Grafana's `glob`.
 */
export function interpolate(
  text: string,
  scope: Scope,
  format: ValueFormat = 'glob'
): string {
  let size = text.length;
  return text.replace(REFERENCE, (whole: string, ...groups: unknown[]) => {
    const found = [whole, ...groups] as ReadonlyArray<string | undefined>;
    const value =
      size > MOST_RESULT
        ? null
        : replacement(referenceOf(found), scope, format);
    size += value?.length ?? 0;
    return value ?? whole;
  });
}
