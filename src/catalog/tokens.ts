import { Token } from '@lumino/coreutils';
import type { RowList } from './rowList';
import type { ISignal } from '@lumino/signaling';
import type { Remote } from '../api/resource';
import type { ServerHalf, Wire } from '../api/tokens';
import type { IBookmark } from './bookmarks';
import type { ICollectionChoice } from './code/types';
import type { Part } from './filters';
import type { Filter } from './query';
import type { Searching } from './searching';

export type About = Wire<'About'>;
export type Catalog = Wire<'Catalog'>;
export type CatalogProblem = Wire<'CatalogProblem'>;
export type Entry = Wire<'Entry'>;
export type EntryDetails = Wire<'EntryDetails'>;
export type EntryKind = Entry['kind'];
export type Facets = Wire<'Facets'>;
export type SearchHit = Wire<'SearchHit'>;
export type SearchQuery = Wire<'SearchQuery'>;
export type Service = Wire<'Service'>;
export type UserParameter = Wire<'UserParameter'>;
export type { Remote, ServerHalf };

/** Which libraries load code speaks; `xarray` stands for the plain library of the format, pandas for tables. */
export type LoadCodeStyle = 'xarray' | 'intake' | 'dask';

/** A catalog, or one of its entries. */
export interface ISelection {
  readonly catalogId: string;
  readonly entryId: string | null;
}

interface IRow {
  /** Unique and the same across reloads. */
  readonly key: string;
  readonly level: number;
  /** Place among its siblings, from 1. */
  readonly position: number;
  /** How many siblings there are with it; -1 where that is not known. */
  readonly size: number;
}

export interface ICatalogRow extends IRow {
  readonly kind: 'catalog';
  readonly catalog: Catalog;
  /** Null for a collection, whose assets are chosen by facets. */
  readonly isExpanded: boolean | null;
}

export interface IEntryRow extends IRow {
  readonly kind: 'entry';
  readonly catalogId: string;
  readonly entry: Entry;
  /** Null for an entry without children. */
  readonly isExpanded: boolean | null;
  /** Key of the row that it is below; a hit of a search has none. */
  readonly parent?: string;
  /** Titles that lead to it, where it is a hit of a search. */
  readonly path?: readonly string[];
}

/** A line that stands for what is not there (yet); in a list of known length, for one entry. */
export interface INoteRow extends IRow {
  readonly kind: 'note';
  readonly note: 'loading' | 'failed' | 'empty' | 'more' | 'service' | 'hint';
  /** Key of the row that it is below; empty for hits of a search. */
  readonly parent: string;
  readonly message: string;
  /** The service that is spoken of, and what of it. */
  readonly asked?: IAsked;
}

/** A remote service, and how far it was asked for what is typed. */
export interface IAsked {
  readonly title: string;
  readonly phase: 'idle' | 'asking' | 'ready' | 'failed' | 'unable';
  /** How many records fit, where the service says so. */
  readonly matched: number | null;
  /** What narrows the search, but not in this service. */
  readonly missing: readonly Filter[];
}

export type Row = ICatalogRow | IEntryRow | INoteRow;

/** What was looked for, and what was found. */
export interface ISearchState {
  readonly query: string;
  /** Whether hits are shown: words or filters are given. */
  readonly isOn: boolean;
  readonly hits: Remote<ISearchHits> | null;
  /** Why the next page of hits did not come. */
  readonly problem: Error | null;
  /** Where nothing is found: what there would be without one of the filters. */
  readonly looser: readonly { readonly part: Part; readonly total: number }[];
}

/** Hits that are loaded, of how many. */
export interface ISearchHits {
  readonly items: readonly SearchHit[];
  readonly total: number;
  readonly nextCursor: string | null;
}

/** Chosen values by column. */
export type Chosen = Readonly<Record<string, readonly string[]>>;

/** The columns of the selected collection. */
export interface IFacetState {
  readonly facets: Remote<Facets>;
  readonly chosen: Chosen;
  /** What the values of a column must contain. */
  readonly containing: Readonly<Record<string, string>>;
}

/** What the page knows of the catalogs; the same object until something changed. */
export interface ICatalogSnapshot {
  readonly half: ServerHalf;
  readonly catalogs: Remote<readonly Catalog[]>;
  /** Lines of the tree, or of the hits while a search is on. */
  readonly rows: RowList;
  readonly selection: ISelection | null;
  /** Everything known of the selected entry; null where none is selected. */
  readonly details: Remote<EntryDetails> | null;
  /** Values that the user chose for the selected entry. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The wished style; an entry may not offer it. */
  readonly style: LoadCodeStyle;
  readonly search: ISearchState;
  /** Why a catalog of the settings could not be added, by location. */
  readonly refused: ReadonlyMap<string, Error>;
}

/** The columns of collections, and what is chosen in them. */
export interface IFacetBoard {
  /** Emitted when the snapshot changed. */
  readonly changed: ISignal<IFacetBoard, void>;
  /** Of the selected collection; null where none is selected, or it is not read yet. */
  readonly snapshot: IFacetState | null;

  /** Choose a value, or no longer. */
  choose(column: string, value: string, isChosen: boolean): void;
  /** Choose nothing in a column, or in none at all. */
  clear(column?: string): void;
  /** Show only the values of a column that contain a text. */
  search(column: string, text: string): void;
  /** Count again. */
  refresh(catalogId: string | null): Promise<void>;
  /** Have the columns of a collection known in which something is chosen. */
  know(catalogId: string, entryId: string): Promise<void>;
  /** What is chosen of a collection, as far as its columns are known. */
  choiceOf(catalogId: string, entryId: string): ICollectionChoice | undefined;
}

/** Searches in remote services; each is an entry below what it searches. */
export interface IRemoteSearches {
  /** Search the service that a catalog or entry tells of, or do the same search again; then it is selected. */
  begin(place: ISelection, query: SearchQuery): Promise<Entry>;
  /** Take a search off the tree; what it is below is selected. */
  end(catalogId: string, entryId: string): Promise<void>;
}

/** What is starred, in the user's order, and what was used last, the latest first. */
export interface IShelfSnapshot {
  readonly starred: readonly IBookmark[];
  readonly recent: readonly IBookmark[];
}

/** Entries that the user comes back to. */
export interface IShelf {
  /** Emitted when the snapshot changed. */
  readonly changed: ISignal<IShelf, void>;
  readonly snapshot: IShelfSnapshot;

  /** Star something, or no longer. */
  star(bookmark: IBookmark, isStarred: boolean): Promise<void>;
  /** Note that something was used. */
  use(bookmark: IBookmark): Promise<void>;
  /** Forget what was used. */
  forget(): Promise<void>;
}

/** Ways from entries to bookmarks and back. */
export interface ITrails {
  /** What leads to a catalog or an entry again. */
  bookmark(place: ISelection): Promise<IBookmark>;
  /** The catalog of the list that lies there. */
  find(location: string): Catalog | undefined;
  /**
   * Select what a bookmark leads to, and read the nested catalogs on the way.
   *
   * @throws Error where its catalog is not in the list, or the way ends before.
   */
  follow(place: Omit<IBookmark, 'title'>): Promise<void>;
}

/** What can be changed of a catalog in the list. */
export interface ICatalogChange {
  readonly title?: string;
  /** Place in the list, from 0. */
  readonly position?: number;
}

/** The catalogs of this server, the open part of their tree, and the selected entry. */
export interface ICatalogModel {
  /** Emitted when the snapshot changed. */
  readonly changed: ISignal<ICatalogModel, void>;
  readonly snapshot: ICatalogSnapshot;
  readonly facets: IFacetBoard;
  readonly remote: IRemoteSearches;
  readonly searching: Searching;
  readonly shelf: IShelf;
  readonly trails: ITrails;

  /** Begin to ask the server; without it there is no request. May be called often. */
  ensure(): Promise<void>;
  /** Read a catalog again from where it lies; without an id, all of them. */
  refresh(catalogId?: string): Promise<void>;
  /**
   * Add a catalog by URL or path; it is in the list as `loading` when this resolves.
   *
   * @throws ApiError where the server refuses, with 409 where it is there already.
   */
  add(location: string): Promise<Catalog>;
  /** Take a catalog off the list; nothing of its data is touched. */
  remove(catalogId: string): Promise<void>;
  /** Give a catalog of the list another title or place. */
  change(catalogId: string, change: ICatalogChange): Promise<void>;
  /** A catalog of the list. */
  get(catalogId: string): Catalog | undefined;

  /** Open or close a row; children are asked for when they are first seen. */
  expand(key: string, isExpanded: boolean): void;
  /** These rows are in view: what of them is not loaded is asked for, what is out of view given up. */
  look(rows: readonly Row[]): void;
  /** Act on a note: load the next page, or try again. */
  follow(note: INoteRow): Promise<void>;
  select(selection: ISelection | null): void;
  /** Open the tree down to an entry and select it. */
  reveal(catalogId: string, entryId: string): Promise<void>;
  /** Choose a value for a user parameter of the selected entry. */
  setParameter(name: string, value: unknown): void;
  setStyle(style: LoadCodeStyle): void;
  /** Search in all catalogs; an empty query brings the tree back. */
  search(query: string): void;
  /** Everything known of an entry. */
  details(catalogId: string, entryId: string): Promise<EntryDetails>;
  /** Values chosen for an entry. */
  parametersOf(catalogId: string, entryId: string): Record<string, unknown>;
}

export const ICatalogModel = new Token<ICatalogModel>(
  'jupyterlab-pangeo:ICatalogModel',
  'The catalogs of this server, the open part of their tree, and the selected entry.'
);
