import { isPath, transport } from './address';
import { call, members, others, pick } from './call';
import type {
  IChosenColumn,
  ICollectionChoice,
  ISnippet,
  ITask
} from './types';

/** Arguments of `intake.open_esm_datastore` that are plain data. */
const OPEN = ['sep', 'columns_with_iterables', 'read_kwargs'];

/** Datasets that are opened without a word. */
const MANY = 50;

const PACKAGES: ReadonlyMap<string, readonly string[]> = new Map([
  ['netcdf', ['netCDF4']],
  ['zarr', ['zarr']],
  ['zarr2', ['zarr']],
  ['zarr3', ['zarr']],
  ['reference', ['zarr', 'fsspec']],
  ['opendap', ['netCDF4']]
]);

/** A collection by intake-esm: what is chosen as a dictionary of datasets; without a choice the collection itself. */
export function esmCode(
  task: ITask,
  choice: ICollectionChoice | undefined
): ISnippet {
  const opened = call('intake.open_esm_datastore', [task.urls[0]], {
    ...pick(task.arguments, OPEN),
    storage_options: members(task.storageOptions)
  });
  const query = queryOf(choice);
  const unused = others(task.arguments, OPEN);
  const notes = unused.length ? [`Not used: ${unused.join(', ')}`] : [];
  const packages = packagesOf(task, choice);
  if (!choice || !Object.keys(query).length) {
    return {
      imports: ['import intake'],
      lines: [`${task.variable} = ${opened}`],
      packages,
      notes: [
        ...notes,
        'Nothing is chosen: .search(…).to_dataset_dict() loads what you search for'
      ]
    };
  }
  const found = call('cat.search', [], query);
  const read = call('.to_dataset_dict', [], {
    xarray_open_kwargs: openArguments(choice),
    // Several files opened at once can crash Python in the netCDF library.
    threaded: isZarr(choice.format) ? undefined : false,
    progressbar: false
  });
  return {
    imports: ['import intake'],
    lines: [`cat = ${opened}`, `${task.variable} = ${found}${read}`],
    packages,
    notes: [
      ...notes,
      ...(choice.datasetCount > MANY
        ? [`Opens ${choice.datasetCount} datasets: choose more to open fewer`]
        : [])
    ]
  };
}

function packagesOf(
  { urls }: ITask,
  choice: ICollectionChoice | undefined
): string[] {
  const assets = choice?.example ? [choice.example] : [];
  return [
    'intake-esm',
    'xarray',
    'dask',
    ...(PACKAGES.get(choice?.format ?? '') ?? []),
    ...transport([...urls, ...assets])
  ];
}

function isZarr(format: string): boolean {
  return format.startsWith('zarr') || format === 'reference';
}

/** zarr refuses storage options for a path, and intake-esm hands it some unless told not to. */
function openArguments({ format, example }: ICollectionChoice): unknown {
  return format.startsWith('zarr') && isPath(example)
    ? { backend_kwargs: { storage_options: null } }
    : undefined;
}

function queryOf(
  choice: ICollectionChoice | undefined
): Record<string, unknown> {
  return Object.fromEntries(
    (choice?.columns ?? [])
      .filter(({ values }) => values.length)
      .map(({ name, type, values }) => [
        name,
        values.map(value => typed(value, type))
      ])
  );
}

/** A value as intake-esm has it: an empty cell is None, and text that it would take for a pattern is made one. */
function typed(text: string, type: IChosenColumn['type']): unknown {
  if (text === '') {
    return null;
  }
  if (type === 'integer' && /^-?\d{1,40}$/.test(text)) {
    return BigInt(text);
  }
  if (type === 'number' && Number.isFinite(Number(text))) {
    return Number(text);
  }
  return /[*?$^]/.test(text)
    ? `^${text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`
    : text;
}
