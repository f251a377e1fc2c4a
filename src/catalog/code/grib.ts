import { isGlob, isPath, plain, transport } from './address';
import type { ISnippet, ITask } from './types';
import { localCopy, oneOrMany, openXarray, xarrayArguments } from './xarray';

/** GRIB by cfgrib: local files in place, remote ones through a copy that fsspec keeps. */
export function gribCode(task: ITask): ISnippet {
  const given = xarrayArguments(task);
  const isLocal = task.urls.every(isPath);
  const isMany = task.urls.length > 1 || task.urls.some(isGlob);
  const what = isLocal ? oneOrMany(task.urls.map(plain)) : localCopy(task);
  const opened = openXarray(what, isMany, given, {
    engine: 'cfgrib',
    // Without this, cfgrib writes its index beside the data.
    backend_kwargs: { indexpath: '' }
  });
  return {
    imports: ['import xarray as xr', ...(isLocal ? [] : ['import fsspec'])],
    lines: [`${task.variable} = ${opened}`],
    packages: ['xarray', 'cfgrib', 'dask', ...transport(task.urls)],
    notes: [
      ...given.notes,
      'Messages that do not fit one grid need a choice: filter_by_keys in backend_kwargs'
    ]
  };
}
