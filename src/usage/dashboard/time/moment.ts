import { fromCivil, toCivil } from './zone';

/** Units of Grafana's time syntax: second, minute, hour, day, week, month, quarter, year. */
export type TimeUnit = 's' | 'm' | 'h' | 'd' | 'w' | 'M' | 'Q' | 'y';

const DAY = 86_400_000;

/** Units whose length the clock's changes do not touch, in milliseconds. */
const EXACT: Readonly<Partial<Record<TimeUnit, number>>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000
};

const MONTHS: Readonly<Partial<Record<TimeUnit, number>>> = {
  M: 1,
  Q: 3,
  y: 12
};

/** Where a moment is seen from. */
export interface Calendar {
  /** `browser`, `utc` or a name of the time zone database. */
  readonly timezone: string;
  /** First day of the week, 0 is Sunday. */
  readonly weekStart: number;
}

/** How `Intl.Locale` tells of weeks; newer than the library types this is built with. */
interface IWeekLocale {
  getWeekInfo?: () => { readonly firstDay: number };
  weekInfo?: { readonly firstDay: number };
}

/** First day of the week where the browser's language is spoken, 0 is Sunday; Monday where the browser does not say. */
export function usualWeekStart(): number {
  const name = new Intl.DateTimeFormat().resolvedOptions().locale;
  const locale = new Intl.Locale(name) as Intl.Locale & IWeekLocale;
  const week = locale.getWeekInfo?.() ?? locale.weekInfo;
  return (week?.firstDay ?? 1) % 7;
}

function addMonths(civil: number, months: number): number {
  const from = new Date(civil);
  const index = from.getUTCFullYear() * 12 + from.getUTCMonth() + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12;
  const last = new Date(0);
  last.setUTCFullYear(year, month + 1, 0);
  const to = new Date(civil);
  to.setUTCFullYear(
    year,
    month,
    Math.min(from.getUTCDate(), last.getUTCDate())
  );
  return to.getTime();
}

/**
 * A moment moved by some units. Seconds, minutes and hours pass in full; days and more keep the clock on the wall; the 31st becomes the last of a shorter month.
 *
 * @param ms - Milliseconds since the epoch.
 * @param count - May be negative.
 */
export function add(
  ms: number,
  count: number,
  unit: TimeUnit,
  timezone: string
): number {
  const exact = EXACT[unit];
  if (exact !== undefined) {
    return ms + count * exact;
  }
  if (count === 0) {
    return ms;
  }
  const civil = toCivil(ms, timezone);
  const months = MONTHS[unit];
  const moved =
    months === undefined
      ? civil + count * DAY * (unit === 'w' ? 7 : 1)
      : addMonths(civil, count * months);
  return fromCivil(moved, timezone);
}

function civilStart(civil: number, unit: TimeUnit, weekStart: number): number {
  const day = Math.floor(civil / DAY) * DAY;
  if (unit === 'd') {
    return day;
  }
  const date = new Date(day);
  if (unit === 'w') {
    return day - ((date.getUTCDay() - weekStart + 7) % 7) * DAY;
  }
  const size = MONTHS[unit] ?? 1;
  const month = date.getUTCMonth();
  date.setUTCMonth(month - (month % size), 1);
  return date.getTime();
}

/**
 * The first millisecond of the unit that a moment lies in.
 *
 * @param ms - Milliseconds since the epoch.
 */
export function startOf(
  ms: number,
  unit: TimeUnit,
  calendar: Calendar
): number {
  const { timezone, weekStart } = calendar;
  const civil = toCivil(ms, timezone);
  const exact = EXACT[unit];
  if (exact !== undefined) {
    // Not by way of the civil time: of an hour that comes twice the second would become the first.
    return ms - (((civil % exact) + exact) % exact);
  }
  return fromCivil(civilStart(civil, unit, weekStart), timezone);
}

/** The last millisecond of the unit that a moment lies in. */
export function endOf(ms: number, unit: TimeUnit, calendar: Calendar): number {
  const { timezone, weekStart } = calendar;
  const exact = EXACT[unit];
  if (exact !== undefined) {
    return startOf(ms, unit, calendar) + exact - 1;
  }
  const start = civilStart(toCivil(ms, timezone), unit, weekStart);
  const months = MONTHS[unit];
  const next =
    months === undefined
      ? start + DAY * (unit === 'w' ? 7 : 1)
      : addMonths(start, months);
  return fromCivil(next, timezone) - 1;
}
