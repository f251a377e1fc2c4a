import type { TranslationBundle } from '@jupyterlab/translation';
import { formatBytes, inWords } from '../../ui/format';

/** One field of a factory's options, as its JSON Schema describes it. */
export interface IOption {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly kind:
    'bytes' | 'integer' | 'number' | 'boolean' | 'choice' | 'text' | 'json';
  readonly choices: readonly { value: unknown; title: string }[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default: unknown;
}

/** A value read from a field, or why it cannot be read; nothing where the field is left empty. */
export type Reading =
  { readonly value: unknown } | { readonly error: string } | null;

interface ISchema {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly then?: ISchema;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly { const?: unknown; title?: string }[];
  readonly properties?: Readonly<Record<string, ISchema>>;
}

/** The fields of a schema, in its order. */
export function optionsOf(
  schema: Readonly<Record<string, unknown>>,
  defaults: Readonly<Record<string, unknown>>
): readonly IOption[] {
  const { properties = {} } = schema as ISchema;
  return Object.entries(properties).map(([name, property]) => ({
    name,
    title: (property.title ?? name).replace(/ \(bytes\)$/, ''),
    description: property.description ?? '',
    kind: kindOf(name, property),
    choices: choicesOf(property),
    // What holds for every value but the one that means *automatic* is written as if and then.
    minimum: property.then?.minimum ?? property.minimum,
    maximum: property.maximum,
    default: defaults[name] ?? property.default
  }));
}

function kindOf(name: string, property: ISchema): IOption['kind'] {
  if (choicesOf(property).length) {
    return 'choice';
  }
  switch (property.type) {
    case 'integer':
      return name.endsWith('Bytes') ? 'bytes' : 'integer';
    case 'number':
    case 'boolean':
      return property.type;
    case 'string':
      return 'text';
    default:
      return 'json';
  }
}

function choicesOf(property: ISchema): IOption['choices'] {
  const named = (property.oneOf ?? []).filter(choice => 'const' in choice);
  return named.length
    ? named.map(choice => ({
        value: choice.const,
        title: choice.title ?? String(choice.const)
      }))
    : (property.enum ?? []).map(value => ({ value, title: String(value) }));
}

/** A value as it stands in the field. */
export function showOption(option: IOption, value: unknown): string {
  if (value === undefined || value === null) {
    return '';
  }
  switch (option.kind) {
    case 'bytes': {
      const quantity = formatBytes(Number(value));
      return value === 0 ? '' : `${quantity.value} ${quantity.unit}`;
    }
    case 'choice':
      return String(option.choices.findIndex(choice => choice.value === value));
    default:
      return typeof value === 'string' ? value : JSON.stringify(value);
  }
}

/** Read a field back. */
export function readOption(
  option: IOption,
  text: string,
  trans: TranslationBundle
): Reading {
  const trimmed = text.trim();
  if (!trimmed) {
    return null;
  }
  switch (option.kind) {
    case 'bytes':
      return inBounds(
        option,
        parseBytes(trimmed),
        trans,
        trans.__('Write a size, as 4 GiB.')
      );
    case 'integer':
      return inBounds(
        option,
        parseInteger(trimmed),
        trans,
        trans.__('Write a whole number.')
      );
    case 'number':
      return inBounds(
        option,
        Number(trimmed),
        trans,
        trans.__('Write a number.')
      );
    case 'boolean':
      return { value: trimmed === 'true' };
    case 'choice':
      return { value: option.choices[Number(trimmed)]?.value };
    case 'json':
      return parseJson(trimmed, trans);
    case 'text':
      return { value: text };
  }
}

/** A whole number, NaN where the text is none. */
export function parseInteger(text: string): number {
  return /^[+-]?\d+$/.test(text.trim()) ? Number(text) : NaN;
}

const POWERS: Readonly<Record<string, number>> = {
  k: 1,
  m: 2,
  g: 3,
  t: 4,
  p: 5
};

/** Bytes of a size such as `4 GiB` or `500MB`; NaN where the text is none. */
export function parseBytes(text: string): number {
  const match = /^(\d+(?:[.,]\d+)?)\s*([kmgtp]?)(i?)b?$/i.exec(text.trim());
  if (!match) {
    return NaN;
  }
  const [, number, prefix, binary] = match;
  const base = binary || !prefix ? 1024 : 1000;
  return Math.round(
    Number(number.replace(',', '.')) *
      base ** (POWERS[prefix.toLowerCase()] ?? 0)
  );
}

function inBounds(
  option: IOption,
  value: number,
  trans: TranslationBundle,
  otherwise: string
): Reading {
  const { default: automatic, kind, maximum, minimum } = option;
  const words = (bound: number) =>
    kind === 'bytes' ? inWords(formatBytes(bound)) : String(bound);
  if (Number.isNaN(value)) {
    return { error: otherwise };
  }
  if (minimum !== undefined && value < minimum && value !== automatic) {
    return { error: trans.__('At least %1.', words(minimum)) };
  }
  if (maximum !== undefined && value > maximum) {
    return { error: trans.__('At most %1.', words(maximum)) };
  }
  return { value };
}

function parseJson(text: string, trans: TranslationBundle): Reading {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { error: trans.__('Write a JSON value.') };
  }
}
