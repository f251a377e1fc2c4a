import type { TranslationBundle } from '@jupyterlab/translation';
import type { UserParameter } from '../tokens';

/** What was typed as a value, or why it is none. */
export type Checked =
  { readonly value: unknown } | { readonly problem: string };

const INTEGERS = new Set(['int', 'integer']);
const NUMBERS = new Set([...INTEGERS, 'float', 'number']);
const SWITCHES = new Set(['bool', 'boolean']);

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
  if (fieldOf(parameter) !== 'number') {
    return inLimits(parameter, typed, trans);
  }
  const value = Number(typed);
  if (!typed.trim() || !Number.isFinite(value)) {
    return { problem: trans.__('A number is wanted.') };
  }
  if (INTEGERS.has(parameter.type) && !Number.isInteger(value)) {
    return { problem: trans.__('A whole number is wanted.') };
  }
  return inLimits(parameter, value, trans);
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
