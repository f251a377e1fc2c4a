import { type MappingResult, type ValueMapping } from '../types';
import {
  type Json,
  number,
  oneOf,
  own,
  record,
  records,
  text,
  word
} from './json';

const MOST = 500;

const SPECIAL = ['null', 'nan', 'null+nan', 'true', 'false', 'empty'] as const;

function resultOf(value: unknown): MappingResult {
  const from = record(value);
  const index = number(from.index);
  return {
    ...(typeof from.text === 'string' ? { text: from.text } : {}),
    ...(typeof from.color === 'string' ? { color: from.color } : {}),
    ...(index === null ? {} : { index })
  };
}

/** Since schema 30. */
function current(from: Json): ValueMapping | null {
  const options = record(from.options);
  const result = resultOf(options.result);
  switch (from.type) {
    case 'value': {
      const entries = Object.entries(options).slice(0, MOST);
      return {
        type: 'value',
        options: Object.fromEntries(
          entries.map(([key, value]) => [key, resultOf(value)])
        )
      };
    }
    case 'range':
      return {
        type: 'range',
        from: number(options.from),
        to: number(options.to),
        result
      };
    case 'regex':
      return { type: 'regex', pattern: text(options.pattern), result };
    case 'special':
      return {
        type: 'special',
        match: oneOf(options.match, SPECIAL, 'null'),
        result
      };
    default:
      return null;
  }
}

/** Before schema 30: 1 is a value, 2 a range. */
function old(from: Json): ValueMapping | null {
  const result = { text: word(from.text) };
  if (number(from.type) === 2) {
    return {
      type: 'range',
      from: number(from.from),
      to: number(from.to),
      result
    };
  }
  const value = word(from.value);
  return value === 'null'
    ? { type: 'special', match: 'null', result }
    : { type: 'value', options: { [value]: result } };
}

/** Value mappings in any of the forms that dashboards have. */
export function readMappings(value: unknown): ValueMapping[] {
  return records(value)
    .slice(0, MOST)
    .map(item => (number(item.type) === null ? current(item) : old(item)))
    .filter(mapping => mapping !== null);
}

const isNull = (value: unknown) => value === null || value === undefined;
const isNan = (value: unknown) => Number.isNaN(value);

const IS_SPECIAL: Readonly<
  Record<(typeof SPECIAL)[number], (value: unknown) => boolean>
> = {
  null: isNull,
  nan: isNan,
  'null+nan': value => isNull(value) || isNan(value),
  true: value => value === true || value === 'true',
  false: value => value === false || value === 'false',
  empty: value => value === ''
};

function inRange(
  { from, to }: ValueMapping & { type: 'range' },
  value: unknown
): boolean {
  const found = number(value);
  return (
    found !== null &&
    (from === null || found >= from) &&
    (to === null || found <= to)
  );
}

type Replace = (
  pattern: string,
  value: string,
  template?: string
) => string | null;

function byPattern(
  { pattern, result }: ValueMapping & { type: 'regex' },
  value: string,
  replace: Replace
): MappingResult | null {
  const replaced = replace(pattern, value, result.text);
  if (replaced === null) {
    return null;
  }
  return result.text === undefined ? result : { ...result, text: replaced };
}

/**
 * What a mapping makes of a value, or null where it is not meant.
 *
 * @param replace - The value with what the pattern matches replaced, or null where it does not match.
 */
export function applies(
  mapping: ValueMapping,
  value: number | string | boolean | null,
  replace: Replace
): MappingResult | null {
  if (mapping.type === 'special') {
    return IS_SPECIAL[mapping.match](value) ? mapping.result : null;
  }
  if (value === null) {
    return null;
  }
  switch (mapping.type) {
    case 'value':
      return own(mapping.options, String(value)) ?? null;
    case 'range':
      return inRange(mapping, value) ? mapping.result : null;
    case 'regex':
      return byPattern(mapping, String(value), replace);
  }
}
