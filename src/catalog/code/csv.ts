import { isGlob, isPath, plain, transport } from './address';
import { isGuarded } from './access';
import { call, Source, source } from './call';
import { csvArguments, type IJoinedDate } from './csvArguments';
import { listing } from './listing';
import type { ISnippet, ITask } from './types';
import { localCopy, oneOrMany, storage, written } from './xarray';

/** CSV by pandas, or by dask's data frames. */
export function csvCode(task: ITask): ISnippet {
  const isDask = task.style === 'dask';
  const library = isDask ? 'dd' : 'pd';
  const { keywords, dates, keepsDateColumns, notes } = csvArguments(task);
  const all = { storage_options: storage(task), ...keywords };
  const read = isDask ? readDask(task, all) : readPandas(task, all);
  return {
    imports: read.imports,
    lines: [
      `${task.variable} = ${read.source}`,
      ...dates.map(date =>
        joinDate(task.variable, library, date, keepsDateColumns)
      )
    ],
    packages: read.packages,
    notes
  };
}

interface IRead {
  readonly source: string;
  readonly imports: readonly string[];
  readonly packages: readonly string[];
}

type Keywords = Readonly<Record<string, unknown>>;

function readDask(task: ITask, keywords: Keywords): IRead {
  return {
    source: call('dd.read_csv', [oneOrMany(written(task))], keywords),
    imports: ['import dask.dataframe as dd'],
    packages: ['dask[dataframe]', ...transport(task.urls)]
  };
}

function readPandas(task: ITask, keywords: Keywords): IRead {
  const urls = task.urls.map(plain);
  const isCopied = isGuarded(task);
  const options = isCopied
    ? { ...keywords, storage_options: undefined }
    : keywords;
  const transports = isCopied ? transport(urls) : pandasTransport(urls);
  if (urls.length === 1 && !isGlob(urls[0])) {
    const what = isCopied ? [localCopy(task)] : written(task);
    return {
      source: call('pd.read_csv', what, options),
      imports: ['import pandas as pd', ...(isCopied ? ['import fsspec'] : [])],
      packages: ['pandas', ...transports]
    };
  }
  const files = listing(task);
  const one = call('pd.read_csv', [new Source('url')], options);
  const loop = new Source(`[${one} for url in ${files.source}]`);
  const hasIndex = keywords['index_col'] !== undefined;
  return {
    source: call('pd.concat', [loop], {
      ignore_index: hasIndex ? undefined : true
    }),
    imports: ['import pandas as pd', ...files.imports],
    packages: ['pandas', ...(urls.some(isGlob) ? transport(urls) : transports)]
  };
}

/** pandas itself speaks HTTP; for the other protocols it asks fsspec. */
export function pandasTransport(urls: readonly string[]): string[] {
  return transport(urls.filter(url => !isPath(url) && !/^https?:/i.test(url)));
}

function joinDate(
  variable: string,
  library: string,
  { name, columns }: IJoinedDate,
  keepsColumns: boolean
): string {
  const text = columns
    .map(column => `${variable}[${source(column)}]`)
    .join(" + ' ' + ");
  const date = new Source(`${library}.to_datetime(${text})`);
  // A column may have any name, also one that is no Python name.
  const assigned = `${variable} = ${variable}.assign(**{${source(name)}: ${date.text}})`;
  return keepsColumns
    ? assigned
    : `${assigned}.drop(columns=${source(columns)})`;
}
