import type { ISnippet, ITask } from './types';
import { oneOrMany, openXarray, xarrayArguments } from './xarray';

/** OPeNDAP by netCDF's own client, or by pydap where the catalog asks for it. */
export function opendapCode(task: ITask): ISnippet {
  const given = xarrayArguments(task);
  const engine = given.engine === 'pydap' ? 'pydap' : 'netcdf4';
  const opened = openXarray(oneOrMany(task.urls), task.urls.length > 1, given, {
    engine
  });
  const auth = task.arguments['auth'];
  return {
    imports: ['import xarray as xr'],
    lines: [`${task.variable} = ${opened}`],
    packages: ['xarray', engine === 'pydap' ? 'pydap' : 'netCDF4', 'dask'],
    notes: [
      ...given.notes,
      ...(typeof auth === 'string' && auth
        ? [`The server wants a login (${auth}); netCDF reads it from ~/.netrc`]
        : [])
    ]
  };
}
