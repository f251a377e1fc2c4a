import { type TimeSpan, type Variable, type VariableOption } from '../../types';

/** The value that stands for all others. */
export const ALL = '$__all';

/** What the value of an interval on *auto* begins with; its name follows. */
export const AUTO = '$__auto_interval_';

/** What a variable stands for. */
export interface ScopeValue {
  readonly values: readonly string[];
  /** What people see for the values. */
  readonly text: string;
  /** Whether several values may be chosen. */
  readonly isMulti: boolean;
  /** Whether the values are a pattern of the dashboard's author, which is never escaped. */
  readonly isRaw: boolean;
  /** Of an interval on *auto*: it follows the span. */
  readonly auto?: Variable['auto'];
}

/** All that a text may refer to. */
export interface Scope {
  readonly variables: ReadonlyMap<string, ScopeValue>;
  readonly span?: TimeSpan;
  /** Milliseconds of `$__interval`. */
  readonly intervalMs?: number;
  /** Milliseconds between two samples of the source, for `$__rate_interval`; by default 15 seconds. */
  readonly scrapeMs?: number;
  /** Writes a moment, for `${__from:date:YYYY-MM-DD}`. */
  readonly formatDate?: (ms: number, pattern: string) => string;
}

/** Values of options by their values and, where no value reads so, by their texts. */
function byWord(options: readonly VariableOption[]): Map<string, string> {
  const texts = options.map(({ text, value }) => [text, value] as const);
  const values = options.map(({ value }) => [value, value] as const);
  return new Map([...texts.reverse(), ...values]);
}

/**
 * What is chosen of a variable's options: those of the wanted values that there are, else all, else the first one.
 *
 * @param options - As they are now; texts and constants keep what is wanted.
 */
export function choose(
  variable: Variable,
  options: readonly VariableOption[],
  wanted: readonly string[] = variable.current
): string[] {
  if (variable.type === 'textbox' || variable.type === 'constant') {
    return [wanted[0] ?? variable.query];
  }
  if (variable.hasAll && wanted.includes(ALL)) {
    return [ALL];
  }
  const known = byWord(options);
  const kept = wanted
    .map(value => known.get(value))
    .filter(value => value !== undefined);
  const found = [...new Set(kept)].slice(0, variable.isMulti ? undefined : 1);
  const usual = variable.hasAll
    ? [ALL]
    : options.slice(0, 1).map(({ value }) => value);
  return found.length > 0 ? found : usual;
}

/** What a variable stands for once something is chosen; `$__all` is the pattern of the author, or every option. */
export function valueOf(
  variable: Variable,
  options: readonly VariableOption[],
  chosen: readonly string[]
): ScopeValue {
  const isMulti = variable.isMulti || variable.hasAll;
  if (chosen.includes(ALL)) {
    const isRaw = variable.allValue !== '';
    const values = isRaw
      ? [variable.allValue]
      : options.map(({ value }) => value);
    return { values, text: 'All', isMulti, isRaw };
  }
  const auto = chosen[0]?.startsWith(AUTO) ? variable.auto : undefined;
  const texts = new Map(options.map(({ text, value }) => [value, text]));
  const text = chosen.map(value => texts.get(value) ?? value).join(' + ');
  return {
    ...{ values: chosen, text, isMulti, isRaw: false },
    ...(auto && { auto })
  };
}
