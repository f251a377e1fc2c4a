import { isGlob, isPath, plain, transport } from './address';
import { call, isObject, Source, source } from './call';
import { csvArguments } from './csvArguments';
import { hasOwnParameters, isTwo, needsReaderInTwo, wayTo } from './intakeTwo';
import type { ISnippet, ITask, Recipe, Refusal } from './types';
import { oneOrMany, storage, xarrayArguments } from './xarray';

/** Drivers of Intake 1 that Intake 2 has lost, or whose plugin does not open anything. */
const MISSING = new Set(
  'sql json jsonl zarr_cat alias derived yaml_files_cat thredds_cat thredds_merged remote-xarray intake_remote sql_cat'.split(
    ' '
  )
);

/** Formats whose data come through Intake's own readers where the catalog's driver fails. */
const READERS: ReadonlyMap<
  string,
  (task: ITask) => Omit<ISnippet, 'packages'>
> = new Map([
  ['zarr', (task: ITask) => gridReader(task, 'Zarr')],
  ['netcdf', (task: ITask) => gridReader(task, 'HDF5', 'netcdf4')],
  ['opendap', (task: ITask) => gridReader(task, 'OpenDAP', 'pydap')],
  ['rasterio', (task: ITask) => gridReader(task, 'TIFF', 'rasterio')],
  ['csv', csvReader],
  ['parquet', parquetReader]
]);

/** Formats that arrive as dask arrays, by `to_dask`. */
const GRIDS = new Set(['zarr', 'netcdf', 'opendap', 'rasterio']);

/** Drivers whose plugin in Intake 2 takes no user parameters after it was made. */
const FIXED = GRIDS;

const PACKAGES: ReadonlyMap<string, readonly string[]> = new Map([
  ['zarr', ['intake-xarray', 'zarr', 'dask']],
  ['netcdf', ['xarray', 'netCDF4', 'dask']],
  ['opendap', ['intake-xarray', 'pydap', 'dask']],
  ['rasterio', ['intake-xarray', 'rioxarray', 'dask']],
  ['csv', ['pandas']],
  ['parquet', ['pandas', 'pyarrow']]
]);

/** What Intake is asked for: an entry of a catalog, or a reader with an address. */
export type Way = 'catalog' | 'reader';

/** Which way works with Intake 2, or why none does. */
export function intakeWay(
  task: ITask,
  chosen: Readonly<Record<string, unknown>>,
  hasExpressions: boolean
): Way | Refusal {
  const { format, steps = [] } = task.recipe;
  const byReader = readsItself(task, chosen);
  if (hasExpressions) {
    return 'expressions';
  }
  if (isMissing(task.recipe)) {
    return 'missing-in-intake';
  }
  if (byReader && READERS.has(format)) {
    return task.urls.length ? 'reader' : 'no-address';
  }
  return steps.length ? 'catalog' : 'no-catalog';
}

function isMissing(recipe: Recipe): boolean {
  return isTwo(recipe)
    ? hasOwnParameters(recipe) && !READERS.has(recipe.format)
    : MISSING.has(recipe.format);
}

function readsItself(
  task: ITask,
  chosen: Readonly<Record<string, unknown>>
): boolean {
  return isTwo(task.recipe)
    ? needsReaderInTwo(task.recipe)
    : needsReader(task, chosen);
}

function needsReader(
  { recipe, urls, arguments: given }: ITask,
  chosen: Readonly<Record<string, unknown>>
): boolean {
  switch (recipe.format) {
    case 'netcdf':
    case 'parquet':
      return true;
    case 'csv':
      return (
        isObject(given['csv_kwargs']) || urls.length > 1 || urls.some(isGlob)
      );
    case 'zarr':
      // zarr refuses storage options for a path, and the plugin hands them on.
      return (
        (urls.every(isPath) && Object.keys(recipe.storageOptions).length > 0) ||
        Object.keys(chosen).length > 0
      );
    default:
      return FIXED.has(recipe.format) && Object.keys(chosen).length > 0;
  }
}

/** Code for Intake 2. */
export function intakeCode(
  task: ITask,
  way: Way,
  chosen: Readonly<Record<string, unknown>>
): ISnippet {
  const { format } = task.recipe;
  const reader = way === 'reader' ? READERS.get(format) : undefined;
  const made = reader ? reader(task) : fromCatalog(task, chosen);
  return {
    ...made,
    packages: [
      'intake',
      // Intake renders templates and parameters with Jinja, which it does not install.
      ...(way === 'catalog' && !isTwo(task.recipe) ? ['jinja2'] : []),
      ...(PACKAGES.get(format) ?? []),
      ...transport([...task.urls, ...stepsOf(task, way)])
    ]
  };
}

function stepsOf(task: ITask, way: Way): string[] {
  return way === 'catalog'
    ? (task.recipe.steps ?? []).map(step => step.location)
    : [];
}

function fromCatalog(
  task: ITask,
  chosen: Readonly<Record<string, unknown>>
): Omit<ISnippet, 'packages'> {
  const steps = task.recipe.steps ?? [];
  const path = steps.map(step => `[${source(step.name)}]`).join('');
  const picked = Object.keys(chosen).length ? call('', [], chosen) : '';
  const read = GRIDS.has(task.recipe.format) ? '.to_dask()' : '.read()';
  const way = isTwo(task.recipe)
    ? wayTo(task, chosen)
    : `${path}${picked}${read}`;
  return {
    imports: ['import intake'],
    lines: [
      `cat = ${call('intake.open_catalog', [steps[0].location])}`,
      `${task.variable} = cat${way}`
    ],
    notes: [
      'Intake imports and evaluates what a catalog names: only for catalogs that you trust'
    ]
  };
}

const READER_IMPORTS = [
  'from intake.readers import datatypes as dt',
  'from intake.readers import readers as rd'
];

function gridReader(
  task: ITask,
  datatype: string,
  engine?: string
): Omit<ISnippet, 'packages'> {
  const given = xarrayArguments(task);
  const isLocal = task.urls.every(isPath);
  const isMany = task.urls.length > 1 || task.urls.some(isGlob);
  // The readers for files open a remote one as an object, which netCDF cannot read: a local copy can.
  const copies = engine === 'netcdf4' && !isLocal;
  const urls = task.urls.map(url =>
    copies ? `simplecache::${url}` : plain(url)
  );
  const data = typed(datatype, urls, nested(task, copies));
  return {
    imports: READER_IMPORTS,
    lines: [
      `${task.variable} = ${call('rd.XArrayDatasetReader', [data], {
        engine,
        open_local: copies ? true : undefined,
        chunks: given.chunks,
        ...(isMany ? given.combine : {}),
        ...given.open
      })}.read()`
    ],
    notes: given.notes
  };
}

/** Options for the copy's source stand under its protocol. */
function nested(
  task: ITask,
  isChained: boolean
): Record<string, unknown> | undefined {
  const options = storage(task);
  if (!options || !isChained) {
    return options;
  }
  return Object.fromEntries(
    task.urls.map(url => [url.slice(0, url.indexOf('://')), options])
  );
}

function csvReader(task: ITask): Omit<ISnippet, 'packages'> {
  const { keywords, notes, dates } = csvArguments(task);
  const isMany = task.urls.length > 1 || task.urls.some(isGlob);
  const data = typed('CSV', task.urls.map(plain), storage(task));
  const reader = call(isMany ? 'rd.DaskCSV' : 'rd.PandasCSV', [data], keywords);
  return {
    imports: READER_IMPORTS,
    lines: [`${task.variable} = ${reader}.read()${isMany ? '.compute()' : ''}`],
    notes: [
      ...notes,
      ...dates.map(date => `Not joined to a date: ${date.columns.join(', ')}`)
    ]
  };
}

function parquetReader(task: ITask): Omit<ISnippet, 'packages'> {
  const isMany = task.urls.length > 1 || task.urls.some(isGlob);
  const data = typed('Parquet', task.urls.map(plain), storage(task));
  const reader = call(isMany ? 'rd.DaskParquet' : 'rd.PandasParquet', [data]);
  return {
    imports: READER_IMPORTS,
    lines: [`${task.variable} = ${reader}.read()${isMany ? '.compute()' : ''}`]
  };
}

function typed(
  datatype: string,
  urls: readonly string[],
  options: Record<string, unknown> | undefined
): Source {
  return new Source(
    call(`dt.${datatype}`, [oneOrMany(urls)], { storage_options: options })
  );
}
