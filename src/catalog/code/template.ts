/** What stands for a template's name, and whether it was known. */
export interface IFilled {
  readonly text: string;
  /** Template text that was left as it is. */
  readonly left: readonly string[];
}

/** Values for template names, already as the text that Python would print. */
export type Values = ReadonlyMap<string, string>;

const EXPRESSION = /\{\{([^{}]*)\}\}/g;
const ANY_TEMPLATE = /\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}/gs;
const NAME = /^\s*([A-Za-z_]\w*)\s*$/;
const FORMATTED =
  /^\s*(['"])([^'"\\%]*)%(0?)(\d{0,2})([ds])([^'"\\%]*)\1\s*%\s*([A-Za-z_]\w*)\s*$/;

/** A value as Jinja prints it, which is how Python's `str` does. */
export function printed(value: unknown, type = ''): string {
  if (value === null || value === undefined) {
    return 'None';
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  if (typeof value === 'number') {
    return type === 'float' && Number.isInteger(value)
      ? value.toFixed(1)
      : String(value);
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * Fill in the two forms that are pure text, `{{ name }}` and `{{ '%01d' % name }}`.
 *
 * Everything else (calls, filters, statements, unknown names) is left verbatim and reported: it is never evaluated.
 */
export function fill(text: string, values: Values): IFilled {
  const left: string[] = [];
  let filled = '';
  let last = 0;
  for (const match of text.matchAll(EXPRESSION)) {
    const value = evaluate(match[1], values);
    if (value !== null) {
      filled += scan(text.slice(last, match.index), left) + value;
      last = match.index + match[0].length;
    }
  }
  return { text: filled + scan(text.slice(last), left), left };
}

function scan(text: string, left: string[]): string {
  left.push(...(text.match(ANY_TEMPLATE) ?? []));
  return text;
}

function evaluate(expression: string, values: Values): string | null {
  const name = NAME.exec(expression);
  if (name) {
    return values.get(name[1]) ?? null;
  }
  const formatted = FORMATTED.exec(expression);
  if (!formatted) {
    return null;
  }
  const [, , before, zero, width, kind, after, variable] = formatted;
  const value = values.get(variable);
  if (value === undefined || (kind === 'd' && !/^-?\d+$/.test(value))) {
    return null;
  }
  return (
    before +
    pad(value, Number(width || 0), zero === '0' && kind === 'd') +
    after
  );
}

function pad(value: string, width: number, zero: boolean): string {
  if (!zero) {
    return value.padStart(width);
  }
  const sign = value.startsWith('-') ? '-' : '';
  return sign + value.slice(sign.length).padStart(width - sign.length, '0');
}

const WHOLE = /^\{\{ (\w+) \}\}$/;

/**
 * Fill in every string of a JSON value; keys stay as they are.
 *
 * A string that is nothing but a template becomes the value itself where `whole` has it.
 */
export function fillDeep(
  value: unknown,
  values: Values,
  left: string[],
  whole?: ReadonlyMap<string, unknown>
): unknown {
  if (typeof value === 'string') {
    const name = WHOLE.exec(value)?.[1] ?? '';
    if (whole?.has(name)) {
      return whole.get(name);
    }
    const filled = fill(value, values);
    left.push(...filled.left);
    return filled.text;
  }
  if (Array.isArray(value)) {
    return value.map(item => fillDeep(item, values, left, whole));
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        fillDeep(item, values, left, whole)
      ])
    );
  }
  return value;
}
