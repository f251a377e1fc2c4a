import { parseDuration } from '../../time/duration';
import { type Variable, type VariableOption } from '../../types';
import {
  between,
  isRecord,
  type Json,
  list,
  number,
  oneOf,
  record,
  records,
  text,
  word
} from '../json';
import { type Inputs, readDatasource } from '../targets';
import { dependencies } from './interpolate';
import { customOptions, intervalOptions } from './options';
import { ALL } from './scope';

const MOST_VARIABLES = 200;
const MOST_OPTIONS = 5000;

const HIDE: ReadonlyMap<unknown, Variable['hide']> = new Map<
  unknown,
  Variable['hide']
>([
  [1, 'label'],
  [2, 'all'],
  ['hideLabel', 'label'],
  ['hideVariable', 'all']
]);

/** Grafana's number for options that are asked for anew when the time changes. */
const ON_RANGE = 2;

/** What is asked: a text, or an object that holds it. */
function queryOf(from: Json): string {
  const { query } = from;
  if (isRecord(query)) {
    return text(query.query) || text(query.expr) || text(from.definition);
  }
  return word(query) || text(from.definition);
}

function readOptions(value: unknown): VariableOption[] {
  return records(value)
    .slice(0, MOST_OPTIONS)
    .map(from => ({ text: word(from.text), value: word(from.value) }))
    .map(({ text, value }) => ({ text: text || value, value }))
    .filter(({ value }) => value !== ALL);
}

/** Options that the variable holds itself; those of a query are asked for. */
function optionsOf(type: Variable['type'], from: Json, query: string) {
  switch (type) {
    case 'custom':
      return customOptions(query);
    case 'interval':
      return intervalOptions(
        query,
        from.auto === true ? text(from.name) : null
      );
    case 'query':
    case 'datasource':
    case 'adhoc':
      return [];
    default:
      return readOptions(from.options);
  }
}

/** Grafana's own: 30 steps of at least 10 seconds. */
function autoOf(type: Variable['type'], from: Json): Variable['auto'] {
  return type === 'interval' && from.auto === true
    ? {
        count: between(from.auto_count, [1, 10_000], 30),
        minMs: parseDuration(text(from.auto_min).slice(0, 40)) ?? 10_000
      }
    : undefined;
}

function words(value: unknown): string[] {
  const values = Array.isArray(value) ? list(value).map(word) : [word(value)];
  return values.filter(item => item !== '').slice(0, MOST_OPTIONS);
}

/** What was chosen: values, or their texts where no value is kept. `All` was a text only, before it was a value. */
function currentOf(from: Json): string[] {
  const { value, text: shown } = record(from.current);
  const found = words(value);
  if (found.length > 0) {
    return found;
  }
  const shownWords = words(shown);
  const isAll = from.includeAll === true && shownWords.includes('All');
  return isAll ? [ALL] : shownWords;
}

function readVariable(from: Json, inputs: Inputs): Variable {
  const type = oneOf(
    from.type,
    [
      'query',
      'custom',
      'interval',
      'datasource',
      'textbox',
      'constant',
      'adhoc',
      'other'
    ],
    'other'
  );
  const query = queryOf(from);
  const regex = text(from.regex);
  const auto = autoOf(type, from);
  const datasource = readDatasource(from.datasource, inputs);
  const refersTo = [query, regex, datasource?.uid ?? ''].join('\n');
  return {
    name: text(from.name),
    type,
    label: text(from.label),
    hide: HIDE.get(from.hide) ?? 'none',
    query,
    datasource,
    regex,
    sort: number(from.sort) ?? 0,
    isMulti: from.multi === true,
    hasAll: from.includeAll === true,
    allValue: text(from.allValue),
    options: optionsOf(type, from, query),
    current: currentOf(from),
    ...(auto && { auto }),
    ...(from.refresh === ON_RANGE && { followsRange: true as const }),
    dependsOn:
      type === 'query' || type === 'datasource' ? dependencies(refersTo) : []
  };
}

/** A dashboard's variables; those without a name, and later ones of the same name, are left out. */
export function readVariables(value: unknown, inputs: Inputs): Variable[] {
  const found = new Map<string, Variable>();
  for (const from of records(value).slice(0, MOST_VARIABLES)) {
    const variable = readVariable(from, inputs);
    if (variable.name !== '' && !found.has(variable.name)) {
      found.set(variable.name, variable);
    }
  }
  return [...found.values()].map(variable => ({
    ...variable,
    dependsOn: variable.dependsOn.filter(
      name => name !== variable.name && found.has(name)
    )
  }));
}
