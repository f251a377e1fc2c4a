import { toCivil } from '../time/zone';
import { plain, type WordUnit } from './unit';

const DAY = 86_400_000;

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function named(date: Date, options: Intl.DateTimeFormatOptions): string {
  return date.toLocaleString('en-US', { ...options, timeZone: 'UTC' });
}

function offset(civil: number, ms: number, colon: string): string {
  const minutes = Math.round((civil - ms) / 60_000);
  const size = Math.abs(minutes);
  const sign = minutes < 0 ? '-' : '+';
  return `${sign}${two(Math.floor(size / 60))}${colon}${two(size % 60)}`;
}

/** What each token of a date's pattern becomes, of the civil time and the moment. */
const TOKENS: Readonly<Record<string, (date: Date, ms: number) => string>> = {
  YYYY: date => String(date.getUTCFullYear()).padStart(4, '0'),
  YY: date => two(date.getUTCFullYear() % 100),
  MMMM: date => named(date, { month: 'long' }),
  MMM: date => named(date, { month: 'short' }),
  MM: date => two(date.getUTCMonth() + 1),
  M: date => String(date.getUTCMonth() + 1),
  DD: date => two(date.getUTCDate()),
  D: date => String(date.getUTCDate()),
  dddd: date => named(date, { weekday: 'long' }),
  ddd: date => named(date, { weekday: 'short' }),
  HH: date => two(date.getUTCHours()),
  H: date => String(date.getUTCHours()),
  hh: date => two(date.getUTCHours() % 12 || 12),
  h: date => String(date.getUTCHours() % 12 || 12),
  mm: date => two(date.getUTCMinutes()),
  m: date => String(date.getUTCMinutes()),
  ss: date => two(date.getUTCSeconds()),
  s: date => String(date.getUTCSeconds()),
  SSS: date => String(date.getUTCMilliseconds()).padStart(3, '0'),
  A: date => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  a: date => (date.getUTCHours() < 12 ? 'am' : 'pm'),
  Z: (date, ms) => offset(date.getTime(), ms, ':'),
  ZZ: (date, ms) => offset(date.getTime(), ms, ''),
  X: (_, ms) => String(Math.floor(ms / 1000)),
  x: (_, ms) => String(ms)
};

const TOKEN = new RegExp(
  `\\[([^\\]]*)\\]|${Object.keys(TOKENS)
    .sort((a, b) => b.length - a.length)
    .join('|')}`,
  'g'
);

/**
 * A moment by a pattern: `YYYY-MM-DD HH:mm:ss`; what stands in square brackets is kept. Names of months and days are English.
 *
 * @param ms - Milliseconds since the epoch.
 * @param timezone - `browser`, `utc` or a name of the time zone database.
 */
export function formatDate(
  ms: number,
  pattern: string,
  timezone: string
): string {
  const date = new Date(toCivil(ms, timezone));
  if (Number.isNaN(date.getTime())) {
    return 'Invalid date';
  }
  return pattern.replace(TOKEN, (token, kept: string | undefined) =>
    kept === undefined ? TOKENS[token](date, ms) : kept
  );
}

function civilDay(ms: number, timezone: string): number {
  return Math.floor(toCivil(ms, timezone) / DAY);
}

/**
 * Dates by a pattern.
 *
 * @param today - Pattern for moments of the day that it is now.
 */
export function dated(pattern: string, today = pattern): WordUnit {
  return {
    words: (value, _, { timezone, now }) => {
      const isToday =
        today !== pattern &&
        civilDay(value, timezone) === civilDay(now, timezone);
      return plain(formatDate(value, isToday ? today : pattern, timezone));
    }
  };
}

/** Dates as the browser's language writes them. */
function local(hasDate: (isToday: boolean) => boolean): WordUnit {
  return {
    words: (value, _, { timezone, now }) => {
      const civil = new Date(toCivil(value, timezone));
      if (Number.isNaN(civil.getTime())) {
        return plain('Invalid date');
      }
      const isToday = civilDay(value, timezone) === civilDay(now, timezone);
      return plain(
        civil.toLocaleString(undefined, {
          timeZone: 'UTC',
          hour: '2-digit',
          minute: '2-digit',
          second: '2-digit',
          ...(hasDate(isToday)
            ? { year: 'numeric', month: '2-digit', day: '2-digit' }
            : {})
        })
      );
    }
  };
}

/** Steps of "ago": up to so many of the unit, its length in milliseconds, and the words for one of it. */
const AGO: ReadonlyArray<
  readonly [limit: number, length: number, one: string, many: string]
> = [
  [44, 1000, 'a few seconds', 'a few seconds'],
  [44, 60_000, 'a minute', '%1 minutes'],
  [21, 3_600_000, 'an hour', '%1 hours'],
  [25, DAY, 'a day', '%1 days'],
  [10, 30.436875 * DAY, 'a month', '%1 months'],
  [Infinity, 365.2425 * DAY, 'a year', '%1 years']
];

/** How far a moment is away: `2 hours ago`, `in a day`. */
const fromNow: WordUnit = {
  words: (value, _, { now }) => {
    const away = Math.abs(value - now);
    const step = AGO.find(([limit, length]) => {
      return Math.round(away / length) <= limit;
    });
    if (!step || Number.isNaN(new Date(value).getTime())) {
      return plain('Invalid date');
    }
    const count = Math.max(1, Math.round(away / step[1]));
    const text = (count === 1 ? step[2] : step[3]).replace('%1', String(count));
    return plain(value > now ? `in ${text}` : `${text} ago`);
  }
};

const ISO = 'YYYY-MM-DD HH:mm:ss';
const US = 'MM/DD/YYYY h:mm:ss a';

/** Dates by Grafana's ids. Values are milliseconds since the epoch. */
export const DATES = {
  dateTimeAsIso: dated(ISO),
  dateTimeAsIsoNoDateIfToday: dated(ISO, 'HH:mm:ss'),
  dateTimeAsUS: dated(US),
  dateTimeAsUSNoDateIfToday: dated(US, 'h:mm:ss a'),
  dateTimeAsLocal: local(() => true),
  dateTimeAsLocalNoDateIfToday: local(isToday => !isToday),
  dateTimeAsSystem: dated(ISO),
  dateTimeFromNow: fromNow
};
