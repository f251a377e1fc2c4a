import type { Wire } from '../../api/tokens';
import type { Source } from './call';

/** How an entry is opened, as data. */
export type Recipe = Wire<'Recipe'>;

/** A value that the user picks before an entry is read. */
export type UserParameter = Wire<'UserParameter'>;

/**
 * Which libraries load code speaks: `xarray` stands for the plain library of the format (pandas for tables),
 * `dask` for dask's data frames, `intake` for Intake 2.
 */
export type Style = 'xarray' | 'intake' | 'dask';

/**
 * Why a style is not offered for an entry.
 *
 * - `unknown-driver`: nothing but Intake is known to open it;
 * - `not-a-table`: dask's data frames hold tables only;
 * - `missing-in-intake`: Intake 2 has no working plugin of that name;
 * - `expressions`: the entry holds expressions that Intake would evaluate;
 * - `no-catalog`: it is not known which catalog file names the entry;
 * - `no-address`: the entry names no address of data;
 * - `unknown-format`: no code is known here for files of this format;
 * - `other-catalog`: the catalog is none that Intake opens;
 * - `collection`: only intake-esm puts the assets of a collection together.
 */
export type Refusal =
  | 'unknown-driver'
  | 'not-a-table'
  | 'missing-in-intake'
  | 'expressions'
  | 'no-catalog'
  | 'no-address'
  | 'unknown-format'
  | 'other-catalog'
  | 'collection';

/** One style, and why it is not offered (null where it is). */
export interface IStyleOffer {
  readonly style: Style;
  readonly refusal: Refusal | null;
}

/** Values that are chosen in a column of a collection; any of them may fit. */
export interface IChosenColumn {
  readonly name: string;
  readonly type: 'text' | 'integer' | 'number';
  /** As the table writes them; an empty one stands for an empty cell. */
  readonly values: readonly string[];
}

/** What is chosen of a collection. */
export interface ICollectionChoice {
  readonly columns: readonly IChosenColumn[];
  /** What the assets are, as the collection says: netcdf, zarr and others. */
  readonly format: string;
  /** Address of one asset. */
  readonly example: string;
  readonly datasetCount: number;
}

/** What load code is made from. */
export interface ILoadRequest {
  readonly recipe: Recipe;
  readonly userParameters: readonly UserParameter[];
  /** Chosen values by the parameter's name; the default stands for a missing one. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly style: Style;
  /** Chunks by dimension, in place of those that the catalog names or that are stored. */
  readonly chunks?: Readonly<Record<string, number>>;
  /** What is chosen of a collection; without it, its code loads nothing yet. */
  readonly collection?: ICollectionChoice;
  /** Name that the data gets; must be a Python identifier, as `variableName` makes it. */
  readonly variable: string;
}

/** Python text for one cell, and what it needs. */
export interface ILoadCode {
  readonly text: string;
  /** Names on PyPI. */
  readonly packages: readonly string[];
}

/** A recipe whose templates are filled in, ready for a format. */
export interface ITask {
  readonly recipe: Recipe;
  readonly style: Style;
  readonly variable: string;
  /** Addresses, in the catalog's order; at least one. */
  readonly urls: readonly string[];
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Empty for local addresses: zarr refuses options that it cannot use. */
  readonly storageOptions: Readonly<Record<string, unknown>>;
  /** Values of the user parameters, defaults included. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly chunks?: Readonly<Record<string, number>>;
  /** How the code logs in, where it has to; `storageOptions` hold what file systems are told of it. */
  readonly login?: ILogin;
}

/** How code logs in. */
export interface ILogin {
  readonly imports: readonly string[];
  /** Statements that come before those of the format. */
  readonly lines: readonly string[];
  readonly packages: readonly string[];
  readonly notes: readonly string[];
  /** A session of requests that is logged in, for what speaks by one. */
  readonly session?: Source;
  /** Source by which an address gets its signature. */
  readonly sign?: (address: Source) => Source;
}

/** What a format makes of a task. */
export interface ISnippet {
  /** Import statements, in any order. */
  readonly imports: readonly string[];
  /** Statements; the last one binds the variable. */
  readonly lines: readonly string[];
  readonly packages: readonly string[];
  /** What the reader of the code should know; one comment line each. */
  readonly notes?: readonly string[];
}
