import { isPythonName, pythonLiteral, pythonString } from '../../ui/python';
import { completed, isWithheld } from './withheld';

/** Longest line of generated code, in characters; the width that Python formatters use. */
const WIDTH = 88;

/** Keyword arguments by name; undefined ones are left out. */
export type Keywords = Readonly<Record<string, unknown>>;

/** Python source that is already safe, to be told apart from a value. */
export class Source {
  constructor(readonly text: string) {}
}

/**
 * A call, broken over lines where it is long.
 *
 * Keywords that are no Python names go through `**{…}`.
 */
export function call(
  name: string,
  positional: readonly unknown[],
  keywords: Keywords = {}
): string {
  const given = Object.entries(keywords).filter(
    ([, value]) => value !== undefined
  );
  const odd = given.filter(([key]) => !isPythonName(key));
  const parts = [
    ...positional.map(source),
    ...given
      .filter(([key]) => isPythonName(key))
      .map(([key, value]) => `${key}=${source(value)}`)
  ];
  if (odd.length) {
    const items = odd.map(
      ([key, value]) => `${pythonString(key)}: ${source(value)}`
    );
    parts.push(`**{${items.join(', ')}}`);
  }
  return wrap(name, parts);
}

/** Python source of an argument, with source that stands somewhere inside of it. */
export function source(value: unknown): string {
  if (value instanceof Source) {
    return value.text;
  }
  if (Array.isArray(value)) {
    return `[${value.map(source).join(', ')}]`;
  }
  if (isObject(value)) {
    const items = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => `${pythonString(key)}: ${source(item)}`);
    return `{${items.join(', ')}}`;
  }
  return typeof value === 'string' && isWithheld(value)
    ? completed(value)
    : pythonLiteral(value);
}

function wrap(name: string, parts: readonly string[]): string {
  const line = `${name}(${parts.join(', ')})`;
  if (line.length <= WIDTH - 24 && !line.includes('\n')) {
    return line;
  }
  const inner = parts.map(part => `    ${part.replace(/\n/g, '\n    ')},\n`);
  return `${name}(\n${inner.join('')})`;
}

/** A comment of one line: whatever could end it is escaped. */
export function comment(text: string): string {
  return `# ${pythonString(text).slice(1, -1)}`;
}

/** Those of the given arguments that are in the list, in the list's order. */
export function pick(
  given: Readonly<Record<string, unknown>>,
  names: readonly string[]
): Record<string, unknown> {
  return Object.fromEntries(
    names.filter(name => has(given, name)).map(name => [name, given[name]])
  );
}

/** Names of given arguments that are not in the list. */
export function others(
  given: Readonly<Record<string, unknown>>,
  names: readonly string[]
): string[] {
  return Object.keys(given).filter(name => !names.includes(name));
}

/** The value where it is an object with at least one member; undefined else. */
export function members(value: unknown): Record<string, unknown> | undefined {
  return isObject(value) && Object.keys(value).length ? value : undefined;
}

/** Whether a JSON value is an object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function has(given: object, name: string): boolean {
  return Object.prototype.hasOwnProperty.call(given, name);
}
