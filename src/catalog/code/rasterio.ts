import { isGlob, isPath, plain, protocol, transport, unique } from './address';
import { isGuarded } from './access';
import { call, members, others, pick, Source } from './call';
import { listing } from './listing';
import type { ISnippet, ITask } from './types';
import { written } from './xarray';

/** Arguments of `rioxarray.open_rasterio` that are plain data. */
const OPEN = ['masked', 'mask_and_scale', 'parse_coordinates', 'cache', 'lock'];
const OWN = [
  'urlpath',
  'chunks',
  'concat_dim',
  'path_as_pattern',
  'xarray_kwargs'
];

/** Where options of fsspec decide who reads. */
const STORES = new Set(['s3', 'gs', 'gcs', 'az', 'abfs', 'abfss']);

/** Images by rioxarray: one as it is, several along a new dimension. */
export function rasterioCode(task: ITask): ISnippet {
  const nested = members(task.arguments['xarray_kwargs']) ?? {};
  const given = { ...task.arguments, ...nested };
  const opener = openerOf(task);
  const urls = task.urls.map(plain);
  const isMany = urls.length > 1 || urls.some(isGlob);
  const keywords = {
    chunks: given['chunks'] ?? {},
    ...pick(given, OPEN),
    opener
  };
  const notes = notesOf(task, given, opener !== undefined);
  const access = opener ? ['import fsspec'] : [];
  const packages = [
    'rioxarray',
    'rasterio',
    'dask',
    ...(opener ? transport(task.urls) : [])
  ];
  if (!isMany) {
    const opened = call('rioxarray.open_rasterio', written(task), keywords);
    return {
      imports: ['import rioxarray', ...access],
      lines: [`${task.variable} = ${opened}`],
      packages,
      notes
    };
  }
  const list = listing(task);
  const one = call('rioxarray.open_rasterio', [new Source('url')], keywords);
  const dim =
    typeof given['concat_dim'] === 'string' ? given['concat_dim'] : 'file';
  const loop = new Source(`[${one} for url in ${list.source}]`);
  return {
    imports: [
      'import rioxarray',
      'import xarray as xr',
      ...access,
      ...list.imports
    ],
    lines: [`${task.variable} = ${call('xr.concat', [loop], { dim })}`],
    packages: [
      ...packages,
      'xarray',
      ...(urls.some(isGlob) ? transport(urls) : [])
    ],
    notes
  };
}

/**
 * A file system for rasterio where access takes options: GDAL's own come from its settings, which workers do not share.
 *
 * GDAL speaks HTTP itself, and knows better how to.
 */
function openerOf(task: ITask): Source | undefined {
  const protocols = unique(task.urls.map(protocol));
  const options = members(task.storageOptions);
  return options &&
    protocols.length === 1 &&
    // Several files behind a login are copied first.
    (STORES.has(protocols[0]) || (isGuarded(task) && task.urls.length === 1))
    ? new Source(call('fsspec.filesystem', [protocols[0]], options))
    : undefined;
}

function notesOf(
  task: ITask,
  given: Readonly<Record<string, unknown>>,
  hasOpener: boolean
): string[] {
  const unused = others(given, [...OPEN, ...OWN]);
  const options = Object.keys(task.storageOptions);
  return [
    ...(unused.length ? [`Not used: ${unused.join(', ')}`] : []),
    ...(options.length && !hasOpener && !task.urls.every(isPath)
      ? [
          `GDAL takes access options from its own settings, not from storage_options: ${options.join(', ')}`
        ]
      : [])
  ];
}
