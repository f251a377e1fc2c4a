import { isObject, members } from './call';
import type { ITask } from './types';

/** Arguments that Intake or the code itself sets. */
const OWN = [
  'urlpath',
  'url',
  'filepath_or_buffer',
  'storage_options',
  'metadata',
  'path_as_pattern',
  'csv_kwargs',
  'iterator',
  'chunksize'
];
/** Arguments of earlier pandas that today's refuses, and that change nothing that could be said otherwise. */
const GONE = [
  'squeeze',
  'prefix',
  'mangle_dupe_cols',
  'warn_bad_lines',
  'infer_datetime_format',
  'date_parser',
  'verbose'
];
const DASK_ONLY = [
  'blocksize',
  'assume_missing',
  'include_path_column',
  'sample'
];
const PANDAS_ONLY = ['index_col', 'nrows'];

/** One date made of several columns. */
export interface IJoinedDate {
  readonly name: string;
  readonly columns: readonly string[];
}

/** What `read_csv` is told, and what is done after it. */
export interface ICsvArguments {
  readonly keywords: Readonly<Record<string, unknown>>;
  readonly dates: readonly IJoinedDate[];
  readonly keepsDateColumns: boolean;
  readonly notes: readonly string[];
}

/**
 * Arguments for today's `read_csv`: `csv_kwargs` laid flat, removed ones replaced.
 *
 * Dates made of several columns, which pandas 3 no longer reads by itself, come apart as `dates`.
 */
export function csvArguments(task: ITask): ICsvArguments {
  const given: Record<string, unknown> = {
    ...task.arguments,
    ...(members(task.arguments['csv_kwargs']) ?? {})
  };
  const keepsDateColumns = given['keep_date_col'] === true;
  delete given['keep_date_col'];
  modernise(given);
  const foreign = task.style === 'dask' ? PANDAS_ONLY : DASK_ONLY;
  const unused = Object.keys(given).filter(
    name => GONE.includes(name) || foreign.includes(name)
  );
  for (const name of [...OWN, ...unused]) {
    delete given[name];
  }
  const dates = takeDates(given);
  return {
    keywords: given,
    dates,
    keepsDateColumns,
    notes: unused.length ? [`Not used: ${unused.join(', ')}`] : []
  };
}

function modernise(given: Record<string, unknown>): void {
  if (given['delim_whitespace'] === true) {
    given['sep'] = '\\s+';
  }
  delete given['delim_whitespace'];
  if (given['error_bad_lines'] === false) {
    given['on_bad_lines'] ??= 'skip';
  }
  delete given['error_bad_lines'];
}

/** Take the dates of several columns out of `parse_dates`; their columns are then read as text. */
function takeDates(given: Record<string, unknown>): IJoinedDate[] {
  const asked = given['parse_dates'];
  const dates = joinedDates(asked);
  if (!dates.length) {
    return [];
  }
  const rest = Array.isArray(asked) ? asked.filter(item => !isNames(item)) : [];
  delete given['parse_dates'];
  if (rest.length) {
    given['parse_dates'] = rest;
  }
  const text = dates.flatMap(date =>
    date.columns.map((column): [string, string] => [column, 'str'])
  );
  given['dtype'] = {
    ...(isObject(given['dtype']) ? given['dtype'] : {}),
    ...Object.fromEntries(text)
  };
  return dates;
}

function joinedDates(asked: unknown): IJoinedDate[] {
  if (Array.isArray(asked)) {
    return asked
      .filter(isNames)
      .map(columns => ({ name: columns.join('_'), columns }));
  }
  return isObject(asked)
    ? Object.entries(asked).flatMap(([name, columns]) =>
        isNames(columns) ? [{ name, columns }] : []
      )
    : [];
}

function isNames(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(item => typeof item === 'string')
  );
}
