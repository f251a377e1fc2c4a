import { command } from '../ui/command';
import type { LoadCodeStyle } from './tokens';

export interface IEntryArgs {
  readonly [key: string]: string | undefined;
  readonly catalogId?: string;
  readonly entryId?: string;
}

export interface ICodeArgs extends IEntryArgs {
  readonly style?: LoadCodeStyle;
}

export interface ICatalogArgs {
  readonly [key: string]: string | undefined;
  readonly catalogId?: string;
}

export interface IRefreshArgs {
  readonly [key: string]: string | boolean | undefined;
  readonly catalogId?: string;
  readonly isAll?: boolean;
}

const catalogId = {
  type: 'string',
  description: 'Id of the catalog; the selected one without it'
};
const entryId = {
  type: 'string',
  description: 'Id of the entry; the selected one without it'
};
const style = {
  type: 'string',
  oneOf: [{ const: 'xarray' }, { const: 'intake' }, { const: 'dask' }],
  description:
    'Which libraries the code uses, where the entry offers it; the one of the panel without it'
};

/** Opens the form where no location is given. */
export const addCatalog = command<{ location?: string }>('pangeo:add-catalog', {
  location: { type: 'string', description: 'URL or path of the catalog' }
});

export const searchCatalogs = command<{ query?: string }>(
  'pangeo:search-catalogs',
  { query: { type: 'string', description: 'What to look for' } }
);

export const insertLoadCode = command<ICodeArgs>('pangeo:insert-load-code', {
  catalogId,
  entryId,
  style
});

export const copyLoadCode = command<ICodeArgs>('pangeo:copy-load-code', {
  catalogId,
  entryId,
  style
});

export const refreshCatalog = command<IRefreshArgs>('pangeo:refresh-catalog', {
  catalogId,
  isAll: { type: 'boolean', description: 'Whether to read all catalogs again' }
});

export const removeCatalog = command<ICatalogArgs>('pangeo:remove-catalog', {
  catalogId
});

export const openDetails = command('pangeo:open-catalog-details', {});

/** Of the active cell, whose metadata name it. */
export const showInCatalog = command('pangeo:show-in-catalog', {});

export const showEntry = command<IEntryArgs>('pangeo:show-entry', {
  catalogId,
  entryId
});
