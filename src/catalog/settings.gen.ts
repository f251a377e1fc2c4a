// Generated from schema/catalog.json; change that and run `npm run gen`.

/**
 * Further catalogs to list: URLs, or paths on the server (relative ones start at its root folder).
 */
export type Catalogs = string[];
/**
 * When the services behind catalogs are asked for what is typed into the search box.
 */
export type SearchInRemoteServices = (
  WhileTypingThoseThatWereOpenedSinceThePageWasLoaded | OnAClick
) &
  string;
export type WhileTypingThoseThatWereOpenedSinceThePageWasLoaded =
  'automatically';
export type OnAClick = 'on-click';
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
export type LocationOfTheCatalog = string;
/**
 * @maxItems 50
 */
export type IdsDownToTheEntry = string[];
export type Title = string;
/**
 * Catalogs and entries that the panel lists first; its star buttons write them here.
 */
export type Starred = {
  location: LocationOfTheCatalog;
  trail: IdsDownToTheEntry;
  title: Title;
}[];

/**
 * Data catalogs in the side panel Catalog.
 */
export interface Settings {
  catalogs?: Catalogs;
  searchServices?: SearchInRemoteServices;
  loadCodeStyle?: StyleOfLoadCode;
  starred?: Starred;
}
