import { isGlob, transport } from './address';
import type { ISnippet, ITask } from './types';
import {
  oneOrMany,
  openXarray,
  storage,
  written,
  xarrayArguments
} from './xarray';

/** Zarr by xarray's own engine; one store or several. */
export function zarrCode(task: ITask): ISnippet {
  const given = xarrayArguments(task);
  const isMany = task.urls.length > 1 || task.urls.some(isGlob);
  const opened = openXarray(oneOrMany(written(task)), isMany, given, {
    engine: 'zarr',
    storage_options: storage(task)
  });
  return {
    imports: ['import xarray as xr'],
    lines: [`${task.variable} = ${opened}`],
    packages: ['xarray', 'zarr', 'dask', ...transport(task.urls)],
    notes: given.notes
  };
}
