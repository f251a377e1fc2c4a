import { plain } from './address';
import { call, isObject, members, others, pick, Source, source } from './call';
import type { ITask } from './types';

/** Arguments of `xarray.open_dataset` that are plain data. */
const OPEN = [
  'group',
  'consolidated',
  'zarr_format',
  'decode_cf',
  'mask_and_scale',
  'decode_times',
  'decode_timedelta',
  'use_cftime',
  'concat_characters',
  'decode_coords',
  'drop_variables',
  'inline_array',
  'cache'
];

/** Arguments of `xarray.open_mfdataset` beyond those. */
const COMBINE = [
  'combine',
  'concat_dim',
  'compat',
  'data_vars',
  'coords',
  'join',
  'combine_attrs',
  'parallel'
];

/** Arguments that Intake keeps to itself, or that are said elsewhere. */
const OWN = [
  'urlpath',
  'url',
  'chunks',
  'engine',
  'auth',
  'storage_options',
  'metadata',
  'path_as_pattern',
  'xarray_kwargs'
];

/** What xarray is told, and what it is not. */
export interface IXarrayArguments {
  readonly chunks: unknown;
  readonly engine: string | undefined;
  readonly open: Readonly<Record<string, unknown>>;
  readonly combine: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
}

/** Arguments of a recipe with `xarray_kwargs` laid flat, those for xarray picked out. */
export function xarrayArguments(task: ITask): IXarrayArguments {
  const nested = task.arguments['xarray_kwargs'];
  const given = {
    ...task.arguments,
    ...(isObject(nested) ? nested : {})
  };
  const combine = pick(given, COMBINE);
  if (combine['concat_dim'] !== undefined && combine['concat_dim'] !== null) {
    combine['combine'] ??= 'nested';
  }
  const unused = others(given, [...OPEN, ...COMBINE, ...OWN]);
  return {
    chunks: task.chunks ?? given['chunks'] ?? {},
    engine: typeof given['engine'] === 'string' ? given['engine'] : undefined,
    open: pick(given, OPEN),
    combine,
    notes: unused.length ? [`Not used: ${unused.join(', ')}`] : []
  };
}

/** `xr.open_dataset(…)`, or `xr.open_mfdataset(…)` for several files. */
export function openXarray(
  what: unknown,
  isMany: boolean,
  given: IXarrayArguments,
  more: Readonly<Record<string, unknown>> = {}
): string {
  return isMany
    ? call('xr.open_mfdataset', [what], {
        ...more,
        chunks: given.chunks,
        ...given.combine,
        ...given.open
      })
    : call('xr.open_dataset', [what], {
        ...more,
        chunks: given.chunks,
        ...given.open
      });
}

/** One address as it is, several as a list of one line each. */
export function oneOrMany(urls: readonly unknown[]): unknown {
  return urls.length === 1 ? urls[0] : urls;
}

/** Addresses as code has them: paths without `file://`, others signed where access wants that. */
export function written({ login, urls }: ITask): unknown[] {
  return urls.map(url =>
    login?.sign ? login.sign(new Source(source(url))) : plain(url)
  );
}

/** Storage options where there are any. */
export function storage(task: ITask): Record<string, unknown> | undefined {
  return members(task.storageOptions);
}

/** A local copy of remote files, made by fsspec when the code runs. */
export function localCopy(task: ITask): Source {
  const sign = task.login?.sign;
  const cached = task.urls.map(url =>
    sign
      ? new Source(`'simplecache::' + ${sign(new Source(source(url))).text}`)
      : `simplecache::${url}`
  );
  const options = storage(task);
  // In a chain of file systems, each takes the options that stand under its own protocol.
  const protocols = new Set(
    task.urls.map(url => url.slice(0, url.indexOf('://')))
  );
  const keywords = options
    ? Object.fromEntries([...protocols].map(name => [name, options]))
    : {};
  // A query would be taken for a pattern, which gives a list.
  const hasQuery =
    task.urls.length === 1 &&
    (sign !== undefined || task.urls[0].includes('?'));
  const made = call(
    'fsspec.open_local',
    [hasQuery ? cached : oneOrMany(cached)],
    keywords
  );
  return new Source(hasQuery ? `${made}[0]` : made);
}
