import { gribCode } from './grib';
import { icechunkCode } from './icechunk';
import { kerchunkCode } from './kerchunk';
import { tiledbCode } from './tiledb';
import type { ISnippet, ITask } from './types';
import { vectorCode } from './vector';

/** Formats that lie about by themselves more than in catalogs. */
export const DATA_FORMATS: readonly (readonly [
  string,
  (task: ITask) => ISnippet
])[] = [
  ['grib', gribCode],
  ['geojson', vectorCode],
  ['geopackage', vectorCode],
  ['flatgeobuf', vectorCode],
  ['kerchunk', kerchunkCode],
  ['icechunk', icechunkCode],
  ['tiledb', tiledbCode]
];
