/**
 * Civil time of a time zone, by `Intl` alone.
 *
 * Civil time is held as milliseconds, as if the clock on the wall were UTC: adding a day to it keeps the clock over a change of summer time.
 */

const formats = new Map<string, Intl.DateTimeFormat | null>();

function formatOf(timezone: string): Intl.DateTimeFormat | null {
  const known = formats.get(timezone);
  if (known !== undefined) {
    return known;
  }
  let format: Intl.DateTimeFormat | null = null;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone === 'browser' ? undefined : timezone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric'
    });
  } catch {
    // A name that this browser does not know.
  }
  formats.set(timezone, format);
  return format;
}

/** Whether times can be shown in a zone: `browser`, `utc` or a name of the time zone database that this browser knows. */
export function isTimezone(timezone: string): boolean {
  return isUtc(timezone) || formatOf(timezone) !== null;
}

function isUtc(timezone: string): boolean {
  return timezone.toLowerCase() === 'utc';
}

/** Milliseconds that whole seconds of `ms` begin at. */
function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

function civilBy(format: Intl.DateTimeFormat, ms: number): number {
  const found: Record<string, number> = {};
  let isBeforeChrist = false;
  for (const { type, value } of format.formatToParts(ms)) {
    found[type] = Number(value);
    isBeforeChrist ||= type === 'era' && value.startsWith('B');
  }
  const civil = new Date(0);
  const year = isBeforeChrist ? 1 - found.year : found.year;
  civil.setUTCFullYear(year, found.month - 1, found.day);
  civil.setUTCHours(found.hour, found.minute, found.second);
  return civil.getTime() + ms - wholeSecond(ms);
}

/** Offsets that were asked for, in milliseconds, by zone and minute: axes ask for the same midnights at each drawing. */
const offsets = new Map<string, Map<number, number>>();

/** Offsets of a zone that are kept. */
const MOST = 4096;

const MINUTE = 60_000;

/** 1973: until then zones have changed within a minute. */
const WHOLE_MINUTES_SINCE = 94_694_400_000;

function offsetBy(
  format: Intl.DateTimeFormat,
  ms: number,
  timezone: string
): number {
  if (ms < WHOLE_MINUTES_SINCE) {
    return civilBy(format, ms) - ms;
  }
  let known = offsets.get(timezone);
  if (!known || known.size >= MOST) {
    known = new Map();
    offsets.set(timezone, known);
  }
  const minute = Math.floor(ms / MINUTE);
  let offset = known.get(minute);
  if (offset === undefined) {
    offset = civilBy(format, ms) - ms;
    known.set(minute, offset);
  }
  return offset;
}

/**
 * Civil time at a moment.
 *
 * @param ms - Milliseconds since the epoch.
 * @param timezone - `browser`, `utc` or a name; an empty or unknown one is the browser's.
 * @returns Milliseconds of the wall's clock as if it were UTC.
 */
export function toCivil(ms: number, timezone: string): number {
  if (isUtc(timezone) || !Number.isFinite(ms) || Math.abs(ms) > 8.64e15) {
    return ms;
  }
  const format = formatOf(timezone || 'browser') ?? formatOf('browser');
  return format ? ms + offsetBy(format, ms, timezone) : ms;
}

const DAY = 86_400_000;

/**
 * The moment at which the wall's clock shows a civil time.
 *
 * An hour that comes twice is the first of the two; one that is left out is moved on by what the clock jumps.
 *
 * @param civil - Milliseconds of the wall's clock as if it were UTC.
 * @returns Milliseconds since the epoch.
 */
export function fromCivil(civil: number, timezone: string): number {
  if (isUtc(timezone) || !Number.isFinite(civil)) {
    return civil;
  }
  const before = civil - DAY;
  const after = civil + DAY;
  const first = civil - (toCivil(before, timezone) - before);
  if (toCivil(first, timezone) === civil) {
    return first;
  }
  const second = civil - (toCivil(after, timezone) - after);
  return toCivil(second, timezone) === civil ? second : first;
}
