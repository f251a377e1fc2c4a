import { isPath, plain, protocol } from './address';
import { call, pick, Source } from './call';
import type { ISnippet, ITask } from './types';
import { openXarray, xarrayArguments } from './xarray';

const STORES: ReadonlyMap<string, string> = new Map([
  ['s3', 's3_storage'],
  ['s3a', 's3_storage'],
  ['gs', 'gcs_storage'],
  ['gcs', 'gcs_storage']
]);

/** Icechunk by its own library, at the tip of its main branch. */
export function icechunkCode(task: ITask): ISnippet {
  const given = xarrayArguments(task);
  const [url] = task.urls;
  const opened = openXarray(
    new Source('repo.readonly_session("main").store'),
    false,
    given,
    { engine: 'zarr', consolidated: false }
  );
  return {
    imports: ['import icechunk', 'import xarray as xr'],
    lines: [
      `repo = ${call('icechunk.Repository.open', [storageOf(task, url)])}`,
      `${task.variable} = ${opened}`
    ],
    packages: ['xarray', 'zarr', 'dask', 'icechunk'],
    notes: given.notes
  };
}

function storageOf({ storageOptions }: ITask, url: string): Source {
  const name = STORES.get(protocol(url));
  if (isPath(url) || !name) {
    return new Source(call('icechunk.local_filesystem_storage', [plain(url)]));
  }
  const [bucket, ...rest] = url.slice(url.indexOf('://') + 3).split('/');
  const isPublic =
    storageOptions['anon'] === true || storageOptions['token'] === 'anon';
  return new Source(
    call(`icechunk.${name}`, [], {
      bucket,
      prefix: rest.join('/').replace(/\/+$/, ''),
      ...(isPublic ? { anonymous: true } : { from_env: true }),
      ...pick(storageOptions, ['endpoint_url'])
    })
  );
}
