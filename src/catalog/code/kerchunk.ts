import { isPath, protocol, transport } from './address';
import { members } from './call';
import type { ISnippet, ITask } from './types';
import { oneOrMany, openXarray, written, xarrayArguments } from './xarray';

/** References that make one Zarr store of many files, by kerchunk's own engine. */
export function kerchunkCode(task: ITask): ISnippet {
  const given = xarrayArguments(task);
  const [url] = task.urls;
  const options = members(task.storageOptions);
  const opened = openXarray(oneOrMany(written(task)), false, given, {
    engine: 'kerchunk',
    storage_options:
      options && !isPath(url)
        ? {
            // For the references themselves, and for the files that they lead to.
            target_options: options,
            remote_protocol: protocol(url),
            remote_options: options
          }
        : undefined
  });
  return {
    imports: ['import xarray as xr'],
    lines: [`${task.variable} = ${opened}`],
    packages: [
      'xarray',
      'kerchunk',
      'zarr',
      'dask',
      // References in Parquet are read by this one alone.
      ...(/\.json$/i.test(url.split('?')[0]) ? [] : ['fastparquet']),
      ...transport(task.urls)
    ],
    notes: given.notes
  };
}
