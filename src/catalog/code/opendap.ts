import { members, source } from './call';
import type { ISnippet, ITask } from './types';
import { oneOrMany, openXarray, xarrayArguments } from './xarray';

/** OPeNDAP by netCDF's own client, or by pydap where the catalog asks for it. */
export function opendapCode(task: ITask): ISnippet {
  const given = xarrayArguments(task);
  const session = task.login?.session;
  // Requests by pydap can be made by a session that is logged in.
  const engine = given.engine === 'pydap' || session ? 'pydap' : 'netcdf4';
  const opened = openXarray(oneOrMany(task.urls), task.urls.length > 1, given, {
    engine,
    session
  });
  const login = sessionOf(task);
  return {
    imports: ['import xarray as xr', ...login.imports],
    lines: [...login.lines, `${task.variable} = ${opened}`],
    packages: ['xarray', engine === 'pydap' ? 'pydap' : 'netCDF4', 'dask'],
    notes: given.notes
  };
}

/** What must stand before a session is used. */
function sessionOf({ login, storageOptions }: ITask): {
  readonly imports: readonly string[];
  readonly lines: readonly string[];
} {
  const headers = members(storageOptions['headers']);
  if (!login?.session || login.imports.includes('import earthaccess')) {
    return { imports: [], lines: [] };
  }
  return {
    imports: ['import requests'],
    lines: headers
      ? [
          'provider_session = requests.Session()',
          `provider_session.headers.update(${source(headers)})`
        ]
      : []
  };
}
