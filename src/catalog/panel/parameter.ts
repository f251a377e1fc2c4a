import type { TranslationBundle } from '@jupyterlab/translation';
import type { UserParameter } from '../tokens';

/** What was typed as a value, or why it is none. */
export type Checked =
  { readonly value: unknown } | { readonly problem: string };

const INTEGERS = new Set(['int', 'integer']);
const NUMBERS = new Set([...INTEGERS, 'float', 'number']);
const SWITCHES = new Set(['bool', 'boolean']);
const LISTS = new Set(['list', 'mlist', 'array']);
const TIMES = new Set(['datetime', 'date', 'timestamp']);

/** The control that fits a user parameter. */
export function fieldOf({
  allowed,
  type
}: UserParameter): 'choice' | 'switch' | 'number' | 'text' {
  if (allowed?.length) {
    return 'choice';
  }
  if (SWITCHES.has(type)) {
    return 'switch';
  }
  return NUMBERS.has(type) ? 'number' : 'text';
}

/** A value as it is written in a control. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Check what was typed against the parameter's type and limits. */
export function checked(
  parameter: UserParameter,
  typed: string,
  trans: TranslationBundle
): Checked {
  if (parameter.default !== undefined && typed === shown(parameter.default)) {
    // Also where a catalog's own default is none of the type.
    return { value: parameter.default };
  }
  if (fieldOf(parameter) === 'number') {
    return number(parameter, typed, trans);
  }
  if (LISTS.has(parameter.type)) {
    return { value: items(typed) };
  }
  if (TIMES.has(parameter.type) && !isTime(typed)) {
    return {
      problem: trans.__('A date is wanted, as 2020-01-31 or 2020-01-31T06:00.')
    };
  }
  return inLimits(parameter, typed, trans);
}

function number(
  parameter: UserParameter,
  typed: string,
  trans: TranslationBundle
): Checked {
  const value = Number(typed);
  if (!typed.trim() || !Number.isFinite(value)) {
    return { problem: trans.__('A number is wanted.') };
  }
  if (INTEGERS.has(parameter.type) && !Number.isInteger(value)) {
    return { problem: trans.__('A whole number is wanted.') };
  }
  return inLimits(parameter, value, trans);
}

/** A list as JSON has it, or words between commas. */
function items(typed: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(typed);
    if (Array.isArray(parsed)) {
      return parsed;
    }
  } catch {
    // No JSON, so words.
  }
  return typed
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '');
}

/** Whether text is a time of ISO 8601, or one of the words that Intake knows. */
function isTime(typed: string): boolean {
  const text = typed.trim();
  return (
    ['now', 'today'].includes(text.toLowerCase()) ||
    (/^\d{4}(-\d\d(-\d\d([T ][\d:.]+(Z|[+-][\d:]+)?)?)?)?$/i.test(text) &&
      !Number.isNaN(Date.parse(text)))
  );
}

/** Limits of numbers compare as numbers, those of dates as text in ISO 8601. */
function inLimits<T extends number | string>(
  { minimum, maximum }: UserParameter,
  value: T,
  trans: TranslationBundle
): Checked {
  if (typeof minimum === typeof value && value < (minimum as T)) {
    return { problem: trans.__('The least is %1.', shown(minimum)) };
  }
  if (typeof maximum === typeof value && value > (maximum as T)) {
    return { problem: trans.__('The most is %1.', shown(maximum)) };
  }
  return { value };
}
