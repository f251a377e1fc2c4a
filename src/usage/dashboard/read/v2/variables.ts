import { isRecord, type Json, own, record, records, text, word } from '../json';
import { askedOf } from './source';

const SORTS = [
  'disabled',
  'alphabeticalAsc',
  'alphabeticalDesc',
  'numericalAsc',
  'numericalDesc',
  'alphabeticalCaseInsensitiveAsc',
  'alphabeticalCaseInsensitiveDesc',
  'naturalAsc',
  'naturalDesc'
];

const REFRESHES = ['never', 'onDashboardLoad', 'onTimeRangeChanged'];

/** Where Grafana puts a query that was a text before. */
const TEXT = '__legacyStringValue';

function query(spec: Json): Json {
  const { spec: asked, datasource } = askedOf(spec.query, spec.datasource);
  const written = isRecord(spec.query) ? (asked[TEXT] ?? asked) : spec.query;
  return { type: 'query', query: written, datasource };
}

/** One of a list of options as a text between commas. */
function option(shown: string, value: string): string {
  const comma = /,/g;
  return `${shown} : ${value}`.replace(comma, '\\,');
}

/** Options that are written as JSON: a list of objects with `text` and `value`. */
function fromJson(written: string): string | null {
  try {
    return records(JSON.parse(written))
      .map(from =>
        option(word(from.text) || word(from.value), word(from.value))
      )
      .join(', ');
  } catch {
    return null;
  }
}

function custom(spec: Json): Json {
  if (spec.valuesFormat !== 'json') {
    return { type: 'custom' };
  }
  const read = fromJson(text(spec.query));
  return read === null ? { type: 'other' } : { type: 'custom', query: read };
}

/** A list of both values; an empty one cannot be in a list, and then it is of no kind that is known. */
function twoValues({ enabledValue, disabledValue, current }: Json): Json {
  const values = [text(enabledValue), text(disabledValue)];
  return {
    type: values.includes('') ? 'other' : 'custom',
    query: values.map(value => option(value, value)).join(', '),
    current: { value: current }
  };
}

/** What makes of a variable's fields the classic ones: most have the same names. */
const KINDS: Readonly<Record<string, (spec: Json) => Json>> = {
  QueryVariable: query,
  TextVariable: () => ({ type: 'textbox' }),
  ConstantVariable: () => ({ type: 'constant' }),
  DatasourceVariable: spec => ({ type: 'datasource', query: spec.pluginId }),
  IntervalVariable: () => ({ type: 'interval' }),
  CustomVariable: custom,
  SwitchVariable: twoValues,
  AdhocVariable: () => ({ type: 'adhoc' })
};

/** A variable as the classic schema has it; one of another kind keeps its name and says that it is not known. */
export function variableOf(from: Json): Json {
  const spec = record(from.spec);
  const read = own(KINDS, text(from.kind)) ?? (() => ({ type: 'other' }));
  return {
    ...spec,
    refresh: REFRESHES.indexOf(text(spec.refresh)),
    sort: Math.max(0, SORTS.indexOf(text(spec.sort))),
    ...read(spec)
  };
}
