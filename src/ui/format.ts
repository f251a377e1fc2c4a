import type { TranslationBundle } from '@jupyterlab/translation';

/** A number in words: the unit is set smaller than the value. */
export interface IQuantity {
  readonly value: string;
  readonly unit: string;
}

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
const COUNT_UNITS = ['k', 'M', 'G', 'T'];

/** Counts below this are written out. */
const WRITTEN_OUT = 100_000;

/** At most three significant digits, without an exponent and without trailing zeros. */
function threeDigits(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return String(Number(value.toFixed(digits)));
}

/** A longitude or latitude, to about ten metres. */
export function formatDegrees(degrees: number): string {
  return String(Number(degrees.toFixed(4)));
}

/** The value scaled by powers of `base`, and the power; 999.6 becomes 1 of the next unit. */
function scale(value: number, base: number, last: number): [number, number] {
  let power = 0;
  let scaled = value;
  while (power < last && Number(threeDigits(scaled)) >= Math.min(base, 1000)) {
    scaled /= base;
    power++;
  }
  return [scaled, power];
}

/** A size in IEC units, as 9.4 GiB. */
export function formatBytes(bytes: number): IQuantity {
  const [value, power] = scale(Math.max(0, bytes), 1024, BYTE_UNITS.length - 1);
  return { value: threeDigits(value), unit: BYTE_UNITS[power] };
}

/** A size and its limit in the unit of the limit, as 9.4 / 16 GiB. */
export function formatBytesOf(bytes: number, limit: number): IQuantity {
  if (!(limit > 0)) {
    return formatBytes(bytes);
  }
  const [value, power] = scale(limit, 1024, BYTE_UNITS.length - 1);
  const part = threeDigits(Math.max(0, bytes) / 1024 ** power);
  return {
    value: `${part} / ${threeDigits(value)}`,
    unit: BYTE_UNITS[power]
  };
}

/** The exact number of bytes, for a tooltip. */
export function exactBytes(bytes: number): string {
  return `${groupDigits(bytes)} B`;
}

/** A number of things: written out to 99,999, then as 1.2 M. */
export function formatCount(count: number): string {
  if (Math.abs(count) < WRITTEN_OUT) {
    return groupDigits(count);
  }
  const [value, power] = scale(Math.abs(count), 1000, COUNT_UNITS.length);
  const sign = count < 0 ? '−' : '';
  return `${sign}${threeDigits(value)}\u202f${COUNT_UNITS[power - 1]}`;
}

/** The whole number with groups of three digits. */
export function groupDigits(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A percentage without decimals; above 100 where several threads add up. */
export function formatPercent(percent: number): IQuantity {
  const value = Math.max(0, percent);
  return {
    value: value > 0 && value < 1 ? '<1' : groupDigits(value),
    unit: '%'
  };
}

/** Words of a quantity in one string, for names and tooltips. */
export function inWords({ value, unit }: IQuantity): string {
  return unit ? `${value}\u00a0${unit}` : value;
}

/** A duration in its largest unit; below ten seconds with one decimal. */
export function formatDuration(
  seconds: number,
  trans: TranslationBundle
): string {
  if (seconds < 9.95) {
    return trans.__('%1 s', Math.max(0, seconds).toFixed(1));
  }
  if (seconds < 90) {
    return trans.__('%1 s', Math.round(seconds));
  }
  if (seconds < 90 * 60) {
    return trans.__('%1 min', Math.round(seconds / 60));
  }
  if (seconds < 36 * 3600) {
    return trans.__('%1 h', Math.round(seconds / 3600));
  }
  return trans.__('%1 d', Math.round(seconds / 86400));
}

/** How long ago a moment was; `then` and `now` in milliseconds since the epoch. */
export function formatAge(
  then: number,
  trans: TranslationBundle,
  now: number = Date.now()
): string {
  const seconds = (now - then) / 1000;
  if (seconds < 5) {
    return trans.__('just now');
  }
  return trans.__('%1 ago', formatDuration(Math.round(seconds), trans));
}

/** A moment in full, in the reader's own zone, for a tooltip. */
export function formatMoment(then: number | string): string {
  const date = new Date(then);
  return Number.isNaN(date.getTime()) ? String(then) : date.toLocaleString();
}
