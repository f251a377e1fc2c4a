// Generated from schema/catalog.json; change that and run `npm run gen`.

/**
 * Further catalogs to list: URLs, or paths on the server (relative ones start at its root folder).
 */
export type Catalogs = string[];
/**
 * Which libraries inserted code uses, where an entry can be loaded so.
 */
export type StyleOfLoadCode = (
  XarrayPandasForTables | Intake | DaskDataFramesForTables
) &
  string;
export type XarrayPandasForTables = 'xarray';
export type Intake = 'intake';
export type DaskDataFramesForTables = 'dask';

/**
 * Data catalogs in the side panel Catalog.
 */
export interface Settings {
  catalogs?: Catalogs;
  loadCodeStyle?: StyleOfLoadCode;
}
