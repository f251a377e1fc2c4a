import { isGlob, isPath, plain, transport } from './address';
import type { ISnippet, ITask } from './types';
import { localCopy, oneOrMany, openXarray, xarrayArguments } from './xarray';

/** NetCDF: local files in place, remote ones through a copy that fsspec keeps; several are combined. */
export function netcdfCode(task: ITask): ISnippet {
  const given = xarrayArguments(task);
  const isLocal = task.urls.every(isPath);
  const isMany = task.urls.length > 1 || task.urls.some(isGlob);
  const what = isLocal ? oneOrMany(task.urls.map(plain)) : localCopy(task);
  const opened = openXarray(what, isMany, given, { engine: given.engine });
  return {
    imports: ['import xarray as xr', ...(isLocal ? [] : ['import fsspec'])],
    lines: [`${task.variable} = ${opened}`],
    packages: ['xarray', 'netCDF4', 'dask', ...transport(task.urls)],
    notes: given.notes
  };
}
