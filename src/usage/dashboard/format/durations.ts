import { fixed } from './number';
import { plain, type SpanStep, spans, type WordUnit } from './unit';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Parts that a duration in words is taken apart into, in milliseconds. A month is 30 days. */
const PARTS: ReadonlyArray<readonly [name: string, length: number]> = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['week', 7 * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
  ['second', SECOND],
  ['millisecond', 1]
];

function parts(milliseconds: number, more: number): string {
  const words: string[] = [];
  let rest = milliseconds;
  for (const [name, length] of PARTS) {
    if ((words.length > 0 || rest >= length) && words.length <= more) {
      const count = Math.floor(rest / length);
      words.push(`${count} ${name}${count === 1 ? '' : 's'}`);
      rest %= length;
    }
  }
  return words.join(', ');
}

/**
 * A duration in words: `1 day, 2 hours`.
 *
 * @param length - Milliseconds of the unit that values are given in.
 * @param name - Of that unit, for zero.
 * @returns A unit whose decimals are how many parts follow the greatest.
 */
export function duration(length: number, name: string): WordUnit {
  return {
    words: (value, decimals) => {
      if (!Number.isFinite(value)) {
        return plain(fixed(value, 0));
      }
      if (value === 0) {
        return plain('0', ` ${name}s`);
      }
      const text = parts(Math.abs(value) * length, decimals ?? 0);
      return plain(text, value < 0 ? ' ago' : '');
    }
  };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function hms(seconds: number): string {
  return [
    Math.floor(seconds / 3600),
    Math.floor((seconds % 3600) / 60),
    Math.floor(seconds % 60)
  ]
    .map(two)
    .join(':');
}

/**
 * Seconds as `02:03:04`, or with whole days before: `1 d 02:03:04`.
 *
 * @param hasDays - Whether days are split off.
 */
export function clockTime(hasDays: boolean): WordUnit {
  return {
    words: value => {
      if (!Number.isFinite(value)) {
        return plain(fixed(value, 0));
      }
      const size = Math.abs(value);
      const days = hasDays ? Math.floor(size / 86400) : 0;
      const text = hms(size - days * 86400);
      return plain(
        days > 0 ? `${days} d ${text}` : text,
        value < 0 ? ' ago' : ''
      );
    }
  };
}

/** The greatest part of a clock that is not zero, and all below it. */
function clockParts(milliseconds: number): string[] {
  const whole = Math.floor(milliseconds);
  const all = [
    `${Math.floor(whole / HOUR)}h`,
    `${two(Math.floor(whole / MINUTE) % 60)}m`,
    `${two(Math.floor(whole / SECOND) % 60)}s`,
    `${String(whole % SECOND).padStart(3, '0')}ms`
  ];
  const first = [HOUR, MINUTE, SECOND].findIndex(length => whole >= length);
  return first < 0 ? all.slice(-1) : all.slice(first);
}

/**
 * A clock: `2h:03m:04s:005ms`. Decimals are how many parts follow the greatest; auto is all.
 *
 * @param length - Milliseconds of the unit that values are given in.
 */
export function clock(length: number): WordUnit {
  return {
    words: (value, decimals) => {
      if (!Number.isFinite(value)) {
        return plain(fixed(value, 0));
      }
      const shown = clockParts(Math.abs(value) * length);
      const text = shown.slice(0, 1 + (decimals ?? shown.length)).join(':');
      return plain(value < 0 ? `-${text}` : text);
    }
  };
}

const HOURS_AND_MORE: readonly SpanStep[] = [
  [86400, 3600, 'hour', 'hours'],
  [604800, 86400, 'day', 'days'],
  [31536000, 604800, 'week', 'weeks'],
  // A mean year of seconds, where the others count 365 days: this is what Grafana divides by.
  [Infinity, 3.15569e7, 'year', 'years']
];

const secondSpans = spans([
  [1e-6, 1e-9, 'ns'],
  [1e-3, 1e-6, 'µs'],
  [1, 1e-3, 'ms'],
  [60, 1, 's'],
  [3600, 60, 'min', 'mins'],
  ...HOURS_AND_MORE
]);

const seconds = {
  scale: (value: number) =>
    value === 0
      ? { value, prefix: '', suffix: ' s', decimals: 0 }
      : secondSpans.scale(value)
};

/** Times by Grafana's ids: each id is the unit that values are given in. Limits and divisors differ between them as Grafana's do. */
export const TIMES = {
  ns: spans([
    [1e3, 1, 'ns'],
    [1e6, 1e3, 'µs'],
    [1e9, 1e6, 'ms'],
    [6e10, 1e9, 's'],
    [3.6e12, 6e10, 'min', 'mins'],
    [8.64e13, 3.6e12, 'hour', 'hours'],
    [Infinity, 8.64e13, 'day', 'days']
  ]),
  µs: spans([
    [1e3, 1, 'µs'],
    [1e6, 1e3, 'ms'],
    [Infinity, 1e6, 's']
  ]),
  ms: spans([
    [1e3, 1, 'ms'],
    [MINUTE, SECOND, 's'],
    [HOUR, MINUTE, 'min', 'mins'],
    [DAY, HOUR, 'hour', 'hours'],
    [365 * DAY, DAY, 'day', 'days'],
    [Infinity, 365 * DAY, 'year', 'years']
  ]),
  s: seconds,
  m: spans([
    [60, 1, 'min'],
    [1440, 60, 'hour', 'hours'],
    [10080, 1440, 'day', 'days'],
    [604800, 10080, 'week', 'weeks'],
    [Infinity, 525948, 'year', 'years']
  ]),
  h: spans([
    [24, 1, 'hour'],
    [168, 24, 'day', 'days'],
    [8760, 168, 'week', 'weeks'],
    [Infinity, 8760, 'year', 'years']
  ]),
  d: spans([
    [7, 1, 'day', 'days'],
    [365, 7, 'week', 'weeks'],
    [Infinity, 365, 'year', 'years']
  ]),
  timeticks: { scale: (value: number) => seconds.scale(value / 100) },
  dtdurationms: duration(1, 'millisecond'),
  dtdurations: duration(SECOND, 'second'),
  dthms: clockTime(false),
  dtdhms: clockTime(true),
  clockms: clock(1),
  clocks: clock(SECOND)
};
