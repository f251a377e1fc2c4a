import { type TimeSpan } from '../types';
import {
  add,
  type Calendar,
  endOf,
  startOf,
  type TimeUnit,
  usualWeekStart
} from './moment';
import { fromCivil } from './zone';

/** How a text becomes a moment. */
export interface ParseOptions {
  /** Whether rounding is to the end of a unit; a date without a clock is then the end of that day. */
  readonly roundUp?: boolean;
  /** `browser` (the default), `utc` or a name of the time zone database. */
  readonly timezone?: string;
  /** First day of the week, 0 is Sunday; by default that of the browser's language. */
  readonly weekStart?: number;
}

const STEP = /([+-])(\d{1,9})?([smhdwMQy])|\/([smhdwMQy])/y;

/** Applies `-1d/d+8h` to a moment, or null where that is no such text. */
function compute(
  start: number,
  text: string,
  roundUp: boolean,
  calendar: Calendar
): number | null {
  let moment = start;
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const step = STEP.exec(text);
    if (!step) {
      return null;
    }
    const [, sign, count, unit, rounded] = step;
    if (rounded) {
      moment = (roundUp ? endOf : startOf)(
        moment,
        rounded as TimeUnit,
        calendar
      );
    } else {
      const by = Number(count ?? '1') * (sign === '-' ? -1 : 1);
      moment = add(moment, by, unit as TimeUnit, calendar.timezone);
    }
  }
  return isMoment(moment) ? moment : null;
}

/** Whether `Date` knows so far a moment. */
function isMoment(ms: number): boolean {
  return Math.abs(ms) <= 8.64e15;
}

const DATE = new RegExp(
  '^(?<year>\\d{4})-(?<month>\\d\\d)' +
    '(?:-(?<day>\\d\\d)(?:[T ](?<hour>\\d\\d):(?<minute>\\d\\d)' +
    '(?::(?<second>\\d\\d)(?:[.,](?<fraction>\\d{1,9}))?)?)?)?' +
    '\\s?(?<zone>Z|[+-]\\d\\d:?\\d\\d)?$'
);

/** Milliseconds that a zone written as `Z` or `+02:00` is before UTC's clock. */
function offsetOf(zone: string): number {
  if (zone === 'Z') {
    return 0;
  }
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000;
}

/** Civil time of numbers as they stand in a text, or null where there is no such date or clock. */
function civilOf(
  [year, month, day]: readonly number[],
  [hour, minute, second]: readonly number[],
  millisecond: number
): number | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isDate = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!isDate || hour > 23 || minute > 59 || second > 59) {
    return null;
  }
  return date.setUTCHours(hour, minute, second, millisecond);
}

/** The named parts of a date's text. */
type DateParts = Readonly<Partial<Record<string, string>>>;

function civilOfParts(parts: DateParts): number | null {
  const { year, month, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return civilOf(
    [year, month, day].map(Number),
    [hour, minute, second].map(Number),
    Math.floor(Number(`0.${parts.fraction ?? 0}`) * 1000)
  );
}

function parseDate(
  text: string,
  roundUp: boolean,
  calendar: Calendar
): number | null {
  const parts: DateParts | undefined = DATE.exec(text)?.groups;
  const civil = parts ? civilOfParts(parts) : null;
  if (!parts || civil === null) {
    return null;
  }
  if (parts.zone) {
    return civil - offsetOf(parts.zone);
  }
  const moment = fromCivil(civil, calendar.timezone);
  if (!roundUp || parts.hour) {
    return moment;
  }
  return endOf(moment, parts.day ? 'd' : 'M', calendar);
}

/**
 * A moment of Grafana's time syntax.
 *
 * @param text - `now`, `now-6h`, `now-1d/d`; milliseconds since the epoch in digits; `2026-01-31`, `2026-01-31 10:00:00` by the zone's clock;
 *   ISO 8601 with `Z` or `+01:00`. A date may be followed by `||` and steps: `2026-01-31||+1w`.
 * @param now - Milliseconds since the epoch.
 * @returns Milliseconds since the epoch, or null where the text is none of these.
 */
export function parseMoment(
  text: string,
  now: number,
  options: ParseOptions = {}
): number | null {
  const { roundUp = false, timezone = 'browser' } = options;
  const calendar = {
    timezone,
    weekStart: options.weekStart ?? usualWeekStart()
  };
  const trimmed = text.trim();
  if (trimmed.startsWith('now')) {
    const steps = trimmed.slice(3).replace(/\s+/g, '');
    return compute(now, steps, roundUp, calendar);
  }
  if (/^-?\d+$/.test(trimmed)) {
    const moment = Number(trimmed);
    return isMoment(moment) ? moment : null;
  }
  const [date, steps] = trimmed.split('||', 2);
  if (steps === undefined) {
    return parseDate(date, roundUp, calendar);
  }
  const start = parseDate(date, false, calendar);
  return start === null ? null : compute(start, steps, roundUp, calendar);
}

/**
 * A span of Grafana's time syntax, its start rounded down and its end up: `now/d`, `now/d` is the whole day.
 *
 * @param now - Milliseconds since the epoch.
 * @param timezone - `browser`, `utc` or a name of the time zone database.
 * @returns Null where one of the texts is none, or the end is not after the start.
 */
export function parseSpan(
  from: string,
  to: string,
  now: number,
  timezone = 'browser',
  weekStart?: number
): TimeSpan | null {
  const start = parseMoment(from, now, { timezone, weekStart });
  const end = parseMoment(to, now, { timezone, weekStart, roundUp: true });
  return start !== null && end !== null && start < end
    ? { from: start, to: end }
    : null;
}

/**
 * A span twice as long around the same middle.
 *
 * @param span - Of no length: becomes 30 seconds long.
 */
export function zoomOut({ from, to }: TimeSpan): TimeSpan {
  const half = to > from ? (to - from) / 2 : 7500;
  return { from: Math.round(from - half), to: Math.round(to + half) };
}

/**
 * A span moved by half its length.
 *
 * @param direction - -1 to earlier, 1 to later.
 * @param now - Where given: a span that ended before it is not moved beyond it.
 */
export function shift(
  { from, to }: TimeSpan,
  direction: -1 | 1,
  now = Infinity
): TimeSpan {
  const half = (to - from) / 2;
  const end = to + direction * half;
  const by =
    direction > 0 && end > now ? Math.max(0, now - to) : direction * half;
  return { from: Math.round(from + by), to: Math.round(to + by) };
}
