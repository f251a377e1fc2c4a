import type { Wire } from '../api/tokens';

type Catalog = Wire<'Catalog'>;
type Entry = Wire<'Entry'>;
type EntryDetails = Wire<'EntryDetails'>;
type Recipe = Wire<'Recipe'>;

/** A catalog that is read, but for what a test says otherwise. */
export function catalogOf(over: Partial<Catalog> = {}): Catalog {
  return {
    id: 'a',
    title: 'Ocean',
    kind: 'intake-v1',
    location: '/data/catalog.yaml',
    state: 'ready',
    problems: [],
    entryCount: 2,
    origin: 'user',
    isLocked: false,
    description: '',
    ...over
  };
}

/** A Zarr entry, but for what a test says otherwise. */
export function entryOf(over: Partial<Entry> = {}): Entry {
  const id = over.id ?? 'sst';
  return {
    id,
    name: id,
    title: id,
    kind: 'grid',
    format: 'zarr',
    driver: 'zarr',
    hasChildren: false,
    childState: 'none',
    problems: [],
    childCount: null,
    ...over
  };
}

/** An entry that stands for a catalog. */
export function nestedOf(over: Partial<Entry> = {}): Entry {
  return entryOf({
    id: 'sub',
    kind: 'catalog',
    format: 'yaml_file_cat',
    driver: 'yaml_file_cat',
    hasChildren: true,
    childState: 'ready',
    childCount: 1,
    ...over
  });
}

/** A page that is the only one. */
export function pageOf(
  items: readonly Entry[],
  over: Partial<Wire<'EntryPage'>> = {}
): Wire<'EntryPage'> {
  return { items, nextCursor: null, total: items.length, ...over };
}

/** How a local Zarr store is opened, but for what a test says otherwise. */
export function recipeOf(over: Partial<Recipe> = {}): Recipe {
  return {
    reader: 'intake-v1',
    driver: 'zarr',
    format: 'zarr',
    urls: ['/data/sst.zarr'],
    isLocal: true,
    arguments: {},
    storageOptions: {},
    isList: false,
    auth: 'none',
    templates: [],
    steps: [{ location: '/data/catalog.yaml', name: 'sst' }],
    ...over
  };
}

/** Everything known of that Zarr entry, but for what a test says otherwise. */
export function detailsOf(over: Partial<EntryDetails> = {}): EntryDetails {
  return {
    id: 'sst',
    catalogId: 'a',
    parentId: null,
    name: 'sst',
    title: 'Sea surface temperature',
    kind: 'grid',
    format: 'zarr',
    driver: 'zarr',
    hasChildren: false,
    childState: 'none',
    path: ['Ocean', 'Sea surface temperature'],
    description: '',
    metadata: {},
    userParameters: [],
    problems: [],
    source: '',
    recipe: recipeOf(),
    licence: null,
    provider: null,
    keywords: [],
    links: [],
    ...over
  };
}
