import { formatDate } from '../format/dates';
import { type TimeSpan } from '../types';
import { endOf, startOf, type TimeUnit } from './moment';
import { fromCivil, toCivil } from './zone';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances of ticks: so many of a unit (milliseconds without one), and about how long that is in milliseconds. */
type Step = readonly [count: number, unit: TimeUnit | 'ms', length: number];

function steps(
  unit: TimeUnit | 'ms',
  length: number,
  counts: readonly number[]
): Step[] {
  return counts.map(count => [count, unit, count * length]);
}

const STEPS: readonly Step[] = [
  ...steps('ms', 1, [1, 2, 5, 10, 20, 50, 100, 200, 500]),
  ...steps('s', SECOND, [1, 2, 5, 10, 15, 30]),
  ...steps('m', MINUTE, [1, 2, 5, 10, 15, 30]),
  ...steps('h', HOUR, [1, 2, 3, 6, 12]),
  ...steps('d', DAY, [1, 2, 5, 10]),
  ...steps('M', 30.4 * DAY, [1, 3, 6]),
  ...steps('y', 365.25 * DAY, [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000])
];

/** Ticks whose distance no change of the clock touches, aligned to the zone's clock at the start. */
function exactTicks(span: TimeSpan, step: number, timezone: string): number[] {
  const civil = toCivil(span.from, timezone);
  const behind = ((civil % step) + step) % step;
  const ticks: number[] = [];
  let tick = behind === 0 ? span.from : span.from + step - behind;
  for (; tick <= span.to; tick += step) {
    ticks.push(tick);
  }
  return ticks;
}

/** Ticks at even hours of the clock on the wall, on days that have 23 or 25 hours too. */
function hourTicks(span: TimeSpan, step: number, timezone: string): number[] {
  const ticks: number[] = [];
  const from = toCivil(span.from, timezone);
  const to = toCivil(span.to, timezone);
  for (let c = Math.ceil(from / step) * step; c <= to + HOUR; c += step) {
    const tick = fromCivil(c, timezone);
    const last = ticks[ticks.length - 1] ?? span.from - 1;
    if (tick > last && tick <= span.to) {
      ticks.push(tick);
    }
  }
  return ticks;
}

/** Which day of its month, month of its year or year a moment is in; the first is 0. */
function placeOf(ms: number, unit: TimeUnit, timezone: string): number {
  const date = new Date(toCivil(ms, timezone));
  if (unit === 'd') {
    return date.getUTCDate() - 1;
  }
  return unit === 'M' ? date.getUTCMonth() : date.getUTCFullYear();
}

/** Ticks at the starts of days, months or years: of days the first of each month and every so many after it. */
function calendarTicks(
  span: TimeSpan,
  count: number,
  unit: TimeUnit,
  timezone: string
): number[] {
  const calendar = { timezone, weekStart: 1 };
  const ticks: number[] = [];
  let tick = startOf(span.from, unit, calendar);
  for (; tick <= span.to; tick = endOf(tick, unit, calendar) + 1) {
    const place = placeOf(tick, unit, timezone);
    // The 31st would stand close to the 1st.
    const isCrowded = unit === 'd' && count > 1 && place === 30;
    if (tick >= span.from && place % count === 0 && !isCrowded) {
      ticks.push(tick);
    }
  }
  return ticks;
}

/**
 * Moments for the ticks of a time axis: even by the clock and the calendar of the zone, ascending.
 *
 * @param span - That the axis shows.
 * @param most - About so many at most.
 * @param timezone - `browser`, `utc` or a name of the time zone database.
 * @returns Milliseconds since the epoch.
 */
export function timeTicks(
  span: TimeSpan,
  most: number,
  timezone: string
): number[] {
  const least = (span.to - span.from) / Math.max(1, most);
  if (!(least > 0) || !Number.isFinite(least)) {
    return [];
  }
  const [count, unit, length] =
    STEPS.find(step => step[2] >= least) ?? STEPS[STEPS.length - 1];
  if (unit === 'ms' || length <= HOUR) {
    return exactTicks(span, length, timezone);
  }
  return unit === 'h'
    ? hourTicks(span, length, timezone)
    : calendarTicks(span, count, unit, timezone);
}

/** The clock, as fine as a span of some milliseconds needs. */
function clockPattern(length: number): string {
  if (length > 20 * MINUTE) {
    return 'HH:mm';
  }
  return length > 10 * SECOND ? 'HH:mm:ss' : 'HH:mm:ss.SSS';
}

/** The date of a midnight: the year where a span of years needs it, no day at the first of a month of such a span. */
function datePattern(date: Date, length: number): string {
  if (length <= 300 * DAY || date.getUTCDate() !== 1) {
    return 'MM-DD';
  }
  return length > 3 * 365 * DAY && date.getUTCMonth() === 0
    ? 'YYYY'
    : 'YYYY-MM';
}

/**
 * A moment as the label of a time axis: the clock in 24 hours, as fine as the span needs; at midnight the date.
 *
 * @param ms - Milliseconds since the epoch.
 * @param span - That the axis shows.
 * @param timezone - `browser`, `utc` or a name of the time zone database.
 */
export function formatTime(
  ms: number,
  span: TimeSpan,
  timezone: string
): string {
  const length = span.to - span.from;
  const civil = toCivil(ms, timezone);
  const isDate = civil % DAY === 0 && length > 2 * MINUTE;
  return formatDate(
    ms,
    isDate ? datePattern(new Date(civil), length) : clockPattern(length),
    timezone
  );
}

/**
 * A moment in full, as hovering shows it: `2026-01-31 10:00:00`, with milliseconds where the span is short.
 *
 * @param ms - Milliseconds since the epoch.
 * @param span - That is shown.
 * @param timezone - `browser`, `utc` or a name of the time zone database.
 */
export function formatMoment(
  ms: number,
  span: TimeSpan,
  timezone: string
): string {
  const isFine = span.to - span.from <= 10 * SECOND;
  return formatDate(ms, `YYYY-MM-DD HH:mm:ss${isFine ? '.SSS' : ''}`, timezone);
}
