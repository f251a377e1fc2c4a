import { isPath, transport } from './address';
import { call } from './call';
import type { ISnippet, ITask } from './types';
import { localCopy, storage, written } from './xarray';

/** Features (GeoJSON, GeoPackage, FlatGeobuf) by geopandas; a file of an object store through a copy that fsspec keeps. */
export function vectorCode(task: ITask): ISnippet {
  const one = { ...task, urls: task.urls.slice(0, 1) };
  const [url] = one.urls;
  const isDirect = isPath(url) || (/^https?:/i.test(url) && !storage(task));
  const read = call('gpd.read_file', [
    isDirect ? written(one)[0] : localCopy(one)
  ]);
  const more = task.urls.length - 1;
  return {
    imports: [
      'import geopandas as gpd',
      ...(isDirect ? [] : ['import fsspec'])
    ],
    lines: [`${task.variable} = ${read}`],
    packages: ['geopandas', ...(isDirect ? [] : transport(one.urls))],
    notes: more ? [`Only the first file is read, of ${more + 1}`] : []
  };
}
