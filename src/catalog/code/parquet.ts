import { isGlob, plain, transport } from './address';
import { isGuarded } from './access';
import { call, others, pick, Source } from './call';
import { pandasTransport } from './csv';
import { listing } from './listing';
import type { ISnippet, ITask } from './types';
import { localCopy, oneOrMany, storage, written } from './xarray';

/** Arguments of `read_parquet` that pandas and dask share and that are plain data. */
const READ = ['columns', 'filters'];
const OWN = ['urlpath', 'url', 'engine', 'index', 'gather_statistics'];

/** Parquet by pandas, or by dask's data frames. */
export function parquetCode(task: ITask): ISnippet {
  const urls = task.urls.map(plain);
  const isCopied = isGuarded(task);
  const keywords = {
    // pandas sends what it is told of HTTP as headers, so a login goes through a copy that fsspec makes.
    storage_options: isCopied ? undefined : storage(task),
    ...pick(task.arguments, READ)
  };
  const unused = others(task.arguments, [...READ, ...OWN]);
  const notes = unused.length ? [`Not used: ${unused.join(', ')}`] : [];
  if (task.style === 'dask') {
    return { ...readDask(task, urls, keywords), notes };
  }
  if (urls.length === 1 && !isGlob(urls[0])) {
    const what = isCopied ? [localCopy(task)] : written(task);
    const read = call('pd.read_parquet', what, keywords);
    return {
      imports: ['import pandas as pd', ...(isCopied ? ['import fsspec'] : [])],
      lines: [`${task.variable} = ${read}`],
      packages: [
        'pandas',
        'pyarrow',
        ...(isCopied ? transport(urls) : pandasTransport(urls))
      ],
      notes
    };
  }
  const files = listing(task);
  const one = call('pd.read_parquet', [new Source('url')], keywords);
  const loop = new Source(`[${one} for url in ${files.source}]`);
  return {
    imports: ['import pandas as pd', ...files.imports],
    lines: [
      `${task.variable} = ${call('pd.concat', [loop], { ignore_index: true })}`
    ],
    packages: ['pandas', 'pyarrow', ...transport(urls)],
    notes
  };
}

function readDask(
  task: ITask,
  urls: readonly string[],
  keywords: Readonly<Record<string, unknown>>
): ISnippet {
  const packages = ['dask[dataframe]', 'pyarrow', ...transport(urls)];
  if (!urls.some(url => /^https?:/i.test(url))) {
    const read = call('dd.read_parquet', [oneOrMany(written(task))], keywords);
    return {
      imports: ['import dask.dataframe as dd'],
      lines: [`${task.variable} = ${read}`],
      packages
    };
  }
  // Dask 2026.8 hands an option to fsspec that its HTTP file system passes on to the request, which fails.
  const files = listing(task);
  const parts = [new Source('pd.read_parquet'), new Source(files.source)];
  return {
    imports: [
      'import dask.dataframe as dd',
      'import pandas as pd',
      ...files.imports
    ],
    lines: [`${task.variable} = ${call('dd.from_map', parts, keywords)}`],
    packages
  };
}
