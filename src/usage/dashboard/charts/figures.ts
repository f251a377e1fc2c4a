import { calculate } from '../calc';
import { formatValue } from '../format';
import { displayOf, regexOf } from '../read';
import { own } from '../read/json';
import type { DisplayValue, DrawnField, DrawnFrame, Panel } from '../types';

/** One value of a stat, a gauge or a bar. */
export interface Figure {
  readonly field: DrawnField;
  readonly display: DisplayValue;
  /** The ends of its scale. */
  readonly min: number;
  readonly max: number;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : {};
}

/** The option of a panel as a text that is one of these, else the first of them. */
export function choice<T extends string>(
  panel: Panel,
  name: string,
  known: readonly [T, ...T[]]
): T {
  const value = panel.options[name];
  return known.find(word => word === value) ?? known[0];
}

interface Reduce {
  readonly calc: string;
  readonly isEach: boolean;
  readonly limit: number;
  /** Which fields: numbers, or those whose name a pattern fits. */
  readonly isWanted: (field: DrawnField) => boolean;
}

function wanted(pattern: unknown): Reduce['isWanted'] {
  if (typeof pattern !== 'string' || pattern === '') {
    return ({ type }) => type === 'number';
  }
  const regex = regexOf(pattern);
  // Times are no figures; texts are, where they are asked for.
  return ({ type, displayName }) =>
    type !== 'time' && (regex?.test(displayName) ?? false);
}

function reduceOf(panel: Panel): Reduce {
  const options = record(panel.options.reduceOptions);
  const { calcs, values, limit } = options;
  const [calc] = Array.isArray(calcs) ? (calcs as unknown[]) : [];
  return {
    calc: typeof calc === 'string' ? calc : 'lastNotNull',
    isEach: values === true,
    limit: typeof limit === 'number' ? limit : 25,
    isWanted: wanted(options.fields)
  };
}

/** Numbers of a field; strings of instant tables that are none are left out. */
function numbersOf({ values }: DrawnField): Array<number | null> {
  return values.map(value => (typeof value === 'number' ? value : null));
}

/** Calculations that Grafana begins at zero: over no number there is none here. */
const FROM_ZERO = new Set(['sum', 'delta', 'diff', 'range']);

/** A calculation over what is known; of nothing nothing is known. */
function calculatedOf(
  calc: string,
  numbers: ReadonlyArray<number | null>
): number | null {
  return FROM_ZERO.has(calc) && numbers.every(value => value === null)
    ? null
    : calculate(calc, numbers);
}

/** The value of a field in words and its colour. */
export function shown(
  field: DrawnField,
  value: number | string | null,
  isDark: boolean,
  timezone = 'browser'
): DisplayValue {
  const numbers = numbersOf(field);
  return displayOf(
    value,
    field.config,
    (number, unit, decimals) =>
      formatValue(number, unit, decimals, { timezone }),
    {
      isDark,
      seriesColor: field.color,
      min: calculate('min', numbers),
      max: calculate('max', numbers)
    }
  );
}

/** Units of calculations that are not in the unit of their values. */
const UNITS: Readonly<Record<string, string>> = {
  count: 'none',
  changeCount: 'none',
  distinctCount: 'none',
  diffperc: 'percent'
};

/** A calculation of a field in words, of its values as they came: not turned round as they may be drawn. */
export function calculated(
  field: DrawnField,
  calc: string,
  isDark: boolean
): DisplayValue {
  const unit = own(UNITS, calc) ?? field.config.unit;
  const value = calculatedOf(calc, numbersOf(field));
  return shown({ ...field, config: { ...field.config, unit } }, value, isDark);
}

function plain(value: unknown): number | string | null {
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}

/** The figures of a panel: one for each field that is wanted, or for each of its values. */
export function figuresOf(
  panel: Panel,
  frames: readonly DrawnFrame[],
  isDark: boolean
): Figure[] {
  const { calc, isEach, limit, isWanted } = reduceOf(panel);
  return frames
    .flatMap(({ fields }) => fields.filter(isWanted))
    .flatMap(field => {
      const numbers = numbersOf(field);
      const chosen = isEach
        ? field.values.slice(0, limit).map(plain)
        : [
            field.type === 'number'
              ? calculatedOf(calc, numbers)
              : plain([...field.values].reverse().find(value => value !== null))
          ];
      const { min, max } = field.config;
      return chosen.map(value => ({
        field,
        display: shown(field, value, isDark),
        min: min ?? Math.min(0, calculate('min', numbers) ?? 0),
        max: max ?? calculate('max', numbers) ?? 100
      }));
    });
}

/** How far between the ends a value lies, 0 to 1. */
export function shareOf({ display, min, max }: Figure): number {
  const share = (display.numeric - min) / (max - min);
  return Number.isNaN(share) ? 0 : Math.min(1, Math.max(0, share));
}
