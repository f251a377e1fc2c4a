import { type FormattedValue } from '../types';
import { fixed } from './number';

/** What words about a moment depend on. */
export interface FormatContext {
  /** `browser`, `utc` or a name of the time zone database. */
  readonly timezone: string;
  /** Milliseconds since the epoch: what "today" and "2 hours ago" count from. */
  readonly now: number;
}

/** A number brought to the scale it is shown in: 1536 bytes are 1.5 with the suffix ` KiB`. */
export interface Scaled {
  readonly value: number;
  readonly prefix: string;
  readonly suffix: string;
  /** Where this number is always written with so many. */
  readonly decimals?: number;
}

/** Values are written as a number of a scale. */
export interface ScaledUnit {
  readonly scale: (value: number) => Scaled;
}

/** Values are written in words of their own. */
export interface WordUnit {
  readonly words: (
    value: number,
    decimals: number | null,
    context: FormatContext
  ) => FormattedValue;
}

/** How values of one unit are written. */
export type Unit = ScaledUnit | WordUnit;

/** Text alone. */
export function plain(text: string, suffix = ''): FormattedValue {
  return { text, prefix: '', suffix };
}

/** A scaled number in words. */
export function write(scaled: Scaled, decimals: number | null): FormattedValue {
  return {
    text: fixed(scaled.value, scaled.decimals ?? decimals),
    prefix: scaled.prefix,
    suffix: scaled.suffix
  };
}

function scaledBy(value: number, suffix: string, prefix = ''): Scaled {
  return { value, prefix, suffix };
}

/** The number as it is, with a symbol behind it after a space. */
export function suffixed(symbol: string): ScaledUnit {
  const suffix = symbol === '' ? '' : ` ${symbol}`;
  return { scale: value => scaledBy(value, suffix) };
}

/** The number as it is, with a symbol directly before it. */
export function prefixed(symbol: string): ScaledUnit {
  return { scale: value => scaledBy(value, '', symbol) };
}

/** A number times something, with `%` directly behind it. */
export function percent(factor: number): ScaledUnit {
  return { scale: value => scaledBy(value * factor, '%') };
}

/**
 * Steps of 1000 or 1024, each with its suffix.
 *
 * @param base - What one step is times the one before.
 * @param suffixes - Of all steps, ascending.
 * @param home - Index of the step that values are given in.
 */
export function stepped(
  base: number,
  suffixes: readonly string[],
  home = 0
): ScaledUnit {
  const highest = suffixes.length - 1 - home;
  return {
    scale: value => {
      if (!Number.isFinite(value)) {
        return scaledBy(value, '');
      }
      const power =
        value === 0
          ? 0
          : Math.floor(Math.log10(Math.abs(value)) / Math.log10(base));
      const step = Math.min(highest, Math.max(-home, power));
      return scaledBy(value / base ** step, suffixes[home + step]);
    }
  };
}

const SI = [
  'f',
  'p',
  'n',
  'µ',
  'm',
  '',
  'k',
  'M',
  'G',
  'T',
  'P',
  'E',
  'Z',
  'Y'
];
const SI_HOME = SI.indexOf('');
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'Zi', 'Yi'];
const COUNTS = ['', 'K', 'M', 'B', 'T'];

/**
 * Steps of 1000 with the SI's prefixes: ` kB`, ` MB`.
 *
 * @param symbol - Of the unit itself.
 * @param power - Of 1000 that values are given in: 2 is mega, -1 is milli.
 */
export function si(symbol: string, power = 0): ScaledUnit {
  return stepped(
    1000,
    SI.map(prefix => ` ${prefix}${symbol}`),
    SI_HOME + power
  );
}

/** Steps of 1024: ` KiB`, ` MiB`. */
export function binary(symbol: string, power = 0): ScaledUnit {
  return stepped(
    1024,
    BINARY.map(prefix => ` ${prefix}${symbol}`),
    power
  );
}

/** Thousands directly behind the number, then the symbol: `1.5K req/s`. */
export function counted(symbol: string): ScaledUnit {
  return stepped(
    1000,
    COUNTS.map(step => `${step} ${symbol}`)
  );
}

/** `si:` units of dashboards: `mF` is farad given in thousandths. */
export function siNamed(name: string): ScaledUnit {
  const index = SI.indexOf(name.charAt(0).replace('μ', 'µ'));
  return index < 0 || index === SI_HOME
    ? si(name)
    : si(name.slice(1), index - SI_HOME);
}

/**
 * Money in thousands: `$1.5K`, or `1.5Kkr` for symbols that stand behind.
 *
 * @param isBehind - Whether the symbol stands behind the number; a minus stands before all.
 */
export function currency(symbol: string, isBehind = false): ScaledUnit {
  const counts = stepped(1000, COUNTS);
  return {
    scale: value => {
      const scaled = counts.scale(Math.abs(value));
      return {
        value: scaled.value,
        prefix: `${value < 0 ? '-' : ''}${isBehind ? '' : symbol}`,
        suffix: isBehind ? `${scaled.suffix}${symbol}` : scaled.suffix
      };
    }
  };
}

/** Two words: zero is the second, all else the first. */
export function either(yes: string, no: string): WordUnit {
  return { words: value => plain(value !== 0 ? yes : no) };
}

/** Below `limit` the value is divided by `by`; `many` names more than one of the unit, where that differs. */
export type SpanStep = readonly [
  limit: number,
  by: number,
  one: string,
  many?: string
];

/** Times, whose steps are no powers: the first whose limit is above the value, or the last. */
export function spans(steps: readonly SpanStep[]): ScaledUnit {
  return {
    scale: value => {
      const size = Math.abs(value);
      const [, by, one, many] =
        steps.find(([limit]) => size < limit) ?? steps[steps.length - 1];
      // What is less than one is multiplied by its inverse: 0.0001 s are 100 µs and not 99.99999999999999.
      const count = by < 1 ? value * Math.round(1 / by) : value / by;
      return scaledBy(count, ` ${Math.abs(count) > 1 ? (many ?? one) : one}`);
    }
  };
}
