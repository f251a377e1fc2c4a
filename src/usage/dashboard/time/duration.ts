import { type TimeSpan } from '../types';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Milliseconds of each unit; a month is 30 days, a year 365, as Prometheus and Grafana count. */
const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: SECOND,
  m: MINUTE,
  h: HOUR,
  d: DAY,
  w: 7 * DAY,
  M: 30 * DAY,
  y: 365 * DAY
};

const PART = /(\d+(?:\.\d+)?)(ms|[smhdwMy])/y;

/**
 * A duration as dashboards write it.
 *
 * @param text - `15s`, `1m30s`, `1w`, `1.5h`; a bare number is seconds; a leading `>` (at least) is passed over.
 * @returns Milliseconds, or null where the text is none or empty.
 */
export function parseDuration(text: string): number | null {
  const trimmed = text.trim().replace(/^>=?\s*/, '');
  if (trimmed === '') {
    return null;
  }
  if (/^\d+(\.\d+)?$/.test(trimmed)) {
    return Number(trimmed) * SECOND;
  }
  let sum = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < trimmed.length) {
    const part = PART.exec(trimmed);
    if (!part) {
      return null;
    }
    sum += Number(part[1]) * UNITS[part[2]];
  }
  return sum;
}

const WRITTEN = ['y', 'd', 'h', 'm', 's', 'ms'] as const;

/**
 * A duration as Grafana writes intervals: `15s`, `1m`, `7d`. What is no whole unit has several: `1m30s`.
 *
 * @param ms - Milliseconds; rounded to whole ones, a negative length counts as its size.
 */
export function formatDuration(ms: number): string {
  let rest = Math.round(Math.abs(ms));
  let text = '';
  for (const unit of WRITTEN) {
    const count = Math.floor(rest / UNITS[unit]);
    rest -= count * UNITS[unit];
    text += count > 0 ? `${count}${unit}` : '';
  }
  return text || '0s';
}

/** Steps of Grafana's intervals in milliseconds. */
const STEPS: readonly number[] = [
  ...[1, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 20, 30].map(count => count * SECOND),
  ...[1, 2, 5, 10, 15, 20, 30].map(count => count * MINUTE),
  ...[1, 2, 3, 6, 12].map(count => count * HOUR),
  ...[1, 7, 30, 365].map(count => count * DAY)
];

/** Steps that are kept up to another length than the middle to the next step. */
const KEPT_BELOW: ReadonlyMap<number, number> = new Map([
  [1, 10],
  [12 * HOUR, DAY],
  [DAY, 7 * DAY],
  [7 * DAY, 21 * DAY],
  [30 * DAY, 42 * DAY]
]);

/**
 * The nearest of the steps that Grafana takes for `$__interval`: 1, 2, 5, 10, 15 s … 1 d, 7 d, 30 d, 365 d.
 *
 * @param ms - Milliseconds that one point has: the span divided by the points.
 * @returns Milliseconds.
 */
export function roundInterval(ms: number): number {
  const found = STEPS.find((step, i) => {
    return ms < (KEPT_BELOW.get(step) ?? (step + STEPS[i + 1]) / 2);
  });
  return found ?? STEPS[STEPS.length - 1];
}

/**
 * What `$__interval` is.
 *
 * @param span - That is shown.
 * @param maxDataPoints - At most about so many points are wanted; less than one counts as one.
 * @param minInterval - Milliseconds that it never falls below, 0 for none.
 * @returns Milliseconds.
 */
export function intervalOf(
  span: TimeSpan,
  maxDataPoints: number,
  minInterval = 0
): number {
  const raw = (span.to - span.from) / Math.max(1, maxDataPoints);
  return Math.max(roundInterval(raw), minInterval);
}
