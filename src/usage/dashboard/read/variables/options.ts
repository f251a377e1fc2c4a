import { type VariableOption } from '../../types';
import { type Match, regexOf } from '../regex';
import { AUTO } from './scope';

const MOST = 5000;

/** Parts between commas; `\,` is a comma of a part. */
function parts(query: string): string[] {
  const found = query.match(/(?:\\,|[^,])+/g) ?? [];
  return found
    .slice(0, MOST)
    .map(part => part.replaceAll('\\,', ',').trim())
    .filter(part => part !== '');
}

/** Options of a list `a, b, Some text : value`. */
export function customOptions(query: string): VariableOption[] {
  return parts(query).map(part => {
    const at = part.search(/\s:\s/);
    return at < 0
      ? { text: part, value: part }
      : { text: part.slice(0, at).trim(), value: part.slice(at + 2).trim() };
  });
}

/**
 * Options of a list of intervals `1m, 10m, "1 h"`.
 *
 * @param auto - The name of a variable that offers *auto* first, else null.
 */
export function intervalOptions(
  query: string,
  auto: string | null
): VariableOption[] {
  const listed = parts(query.replace(/["']/g, '')).map(part => ({
    text: part,
    value: part
  }));
  return auto === null
    ? listed
    : [{ text: 'auto', value: AUTO + auto }, ...listed];
}

function fromMatches(matches: readonly Match[]): VariableOption[] {
  const value = matches.find(({ named }) => named.value)?.named.value;
  const text = matches.find(({ named }) => named.text)?.named.text;
  if (value !== undefined || text !== undefined) {
    return [{ text: text ?? value ?? '', value: value ?? text ?? '' }];
  }
  return matches
    .map(({ groups }) => groups[1])
    .filter(group => group !== undefined)
    .map(group => ({ text: group, value: group }));
}

function filtered(found: string, regex: string): VariableOption[] {
  const plain = [{ text: found, value: found }];
  const pattern = regexOf(regex);
  const matches = pattern?.all(found) ?? [];
  if (matches.length === 0) {
    return [];
  }
  return matches.some(({ groups }) => groups.length > 1)
    ? fromMatches(matches)
    : plain;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The first number in a text; texts without one come first. */
function firstNumber({ text }: VariableOption): number {
  const found = /\d+/.exec(text);
  return found ? Number(found[0]) : -1;
}

const ORDERS: ReadonlyArray<(a: VariableOption, b: VariableOption) => number> =
  [
    (a, b) => compare(a.text, b.text),
    (a, b) => firstNumber(a) - firstNumber(b),
    (a, b) => compare(a.text.toLowerCase(), b.text.toLowerCase()),
    (a, b) => a.text.localeCompare(b.text, undefined, { numeric: true })
  ];

/** By Grafana's number: 1, 2 by name; 3, 4 by the number inside; 5, 6 in small letters; 7, 8 as people count; even ones descend. */
export function sortOptions(
  options: readonly VariableOption[],
  sort: number
): VariableOption[] {
  const order = ORDERS[Math.ceil(sort / 2) - 1];
  if (order === undefined) {
    return [...options];
  }
  const sign = sort % 2 === 0 ? -1 : 1;
  return [...options].sort((a, b) => sign * order(a, b));
}

/**
 * Options from the values that a source has answered: those that the variable's pattern matches, without doubles, sorted.
 *
 * @param found - Values as they came.
 * @param regex - The variable's, its own variables filled in; empty takes all. Groups `text` and `value`, else the first group, cut the option out.
 *   A pattern that cannot be read takes none.
 */
export function optionsFrom(
  found: readonly string[],
  regex: string,
  sort: number
): VariableOption[] {
  const options = new Map<string, VariableOption>();
  for (const value of found) {
    const made =
      regex === '' ? [{ text: value, value }] : filtered(value, regex);
    for (const option of made) {
      if (!options.has(option.value)) {
        options.set(option.value, option);
      }
    }
    if (options.size >= MOST) {
      break;
    }
  }
  return sortOptions([...options.values()], sort);
}
