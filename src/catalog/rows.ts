import type { Branch } from './branch';
import { keyOf } from './keys';
import { COLLECTION } from './facets';
import type { IPage, Pages } from './pages';
import { RowList } from './rowList';
import type {
  Catalog,
  Entry,
  IEntryRow,
  INoteRow,
  ISearchState,
  Row
} from './tokens';

/** What rows are made from. */
export interface ITreeSource {
  readonly expanded: ReadonlySet<string>;
  branch(key: string): Branch | undefined;
  problem(key: string): Error | undefined;
}

/** The lines of the open tree, from the top. */
export function buildRows(
  tree: ITreeSource,
  catalogs: readonly Catalog[]
): RowList {
  const rows = new RowList();
  catalogs.forEach((catalog, index) => {
    // The assets of a collection are chosen by facets, not listed.
    const isExpanded = catalog.collectionId
      ? null
      : tree.expanded.has(catalog.id);
    rows.push({
      kind: 'catalog',
      key: catalog.id,
      level: 1,
      position: index + 1,
      size: catalogs.length,
      catalog,
      isExpanded
    });
    if (isExpanded) {
      addCatalog(rows, tree, catalog);
    }
  });
  return rows;
}

function addCatalog(rows: RowList, tree: ITreeSource, catalog: Catalog): void {
  const { id, state, problems } = catalog;
  if (state === 'failed') {
    rows.push(note(id, 2, 'failed', problems[0]?.message ?? ''));
  } else if (state === 'loading' && !tree.branch(id)) {
    rows.push(note(id, 2, 'loading'));
  } else {
    addBranch(rows, tree, id, id, 2);
  }
}

/** The lines below an open node. */
export function addBranch(
  rows: RowList,
  tree: ITreeSource,
  key: string,
  catalogId: string,
  level: number
): void {
  const branch = tree.branch(key);
  if (!branch || branch.snapshot.phase === 'loading') {
    rows.push(note(key, level, 'loading'));
    return;
  }
  if (branch.snapshot.phase === 'failed') {
    rows.push(note(key, level, 'failed', branch.snapshot.error.message));
    return;
  }
  const { value } = branch.snapshot;
  if (branch.snapshot.phase === 'stale') {
    // What was there before stays below the reason why it may be old.
    rows.push(note(key, level, 'failed', branch.snapshot.error.message));
  }
  const place = { tree, catalogId, parent: key, level, size: value.size };
  addPages(rows, place, branch, value);
  if (!value.size) {
    rows.push(note(key, level, 'empty'));
  }
}

/** Where a branch stands. */
interface IPlace {
  readonly tree: ITreeSource;
  readonly catalogId: string;
  readonly parent: string;
  readonly level: number;
  readonly size: number;
}

/** Rows of the pages that are loaded, and gaps for the others. */
function addPages(
  rows: RowList,
  place: IPlace,
  branch: Branch,
  pages: Pages
): void {
  let next = 0;
  for (const page of pages.loaded) {
    skip(rows, place, branch, next, page.offset);
    addPage(rows, place, page);
    next = page.offset + page.entries.length;
  }
  skip(rows, place, branch, next, pages.size);
}

function addPage(rows: RowList, place: IPlace, page: IPage): void {
  const own = pageRows(place, page);
  if (!own.some(row => row.isExpanded)) {
    rows.share(own);
    return;
  }
  for (const row of own) {
    rows.push(row);
    if (row.isExpanded) {
      addChildren(rows, place.tree, row);
    }
  }
}

/** Rows of a page as they were made last, by its entries: most stay when another page arrives. */
const made = new WeakMap<readonly Entry[], IEntryRow[]>();

/** A row for each entry of a page, the same as before where nothing is new. */
function pageRows(place: IPlace, { offset, entries }: IPage): IEntryRow[] {
  const before = made.get(entries);
  const fits =
    before?.[0]?.size === place.size && before[0].level === place.level;
  const rows =
    before && fits
      ? opened(place.tree, before)
      : entries.map((entry, index) => entryRow(place, entry, offset + index));
  made.set(entries, rows);
  return rows;
}

/** Rows with what is open now: the same list where that is nothing else than before. */
function opened({ expanded }: ITreeSource, rows: IEntryRow[]): IEntryRow[] {
  const isOther = ({ key, isExpanded }: IEntryRow): boolean =>
    isExpanded !== null && expanded.has(key) !== isExpanded;
  return rows.some(isOther)
    ? rows.map(row =>
        isOther(row) ? { ...row, isExpanded: !row.isExpanded } : row
      )
    : rows;
}

/** Leave a gap for children that are not loaded. */
function skip(
  rows: RowList,
  place: IPlace,
  branch: Branch,
  first: number,
  end: number
): void {
  if (first >= end) {
    return;
  }
  const { level, parent } = place;
  const start = missingKey(parent, '');
  // Only those that were looked at.
  const known = new Map<number, INoteRow>();
  rows.skip({
    size: end - first,
    level,
    row: index => {
      const row =
        known.get(index) ?? missingRow(place, branch, first + index + 1);
      known.set(index, row);
      return row;
    },
    indexOf: key => {
      const index = key.startsWith(start)
        ? Number(key.slice(start.length)) - 1 - first
        : -1;
      return index >= 0 && index < end - first ? index : -1;
    }
  });
}

function entryRow(
  { tree, catalogId, parent, level, size }: IPlace,
  entry: Entry,
  index: number
): IEntryRow {
  const key = keyOf(catalogId, entry.id);
  return {
    kind: 'entry',
    key,
    level,
    position: index + 1,
    size,
    catalogId,
    entry,
    isExpanded:
      entry.hasChildren && entry.format !== COLLECTION
        ? tree.expanded.has(key)
        : null,
    parent
  };
}

/** Key of the row that stands for an entry which is not loaded. */
export function missingKey(parent: string, position: number | ''): string {
  return `${parent} at ${position}`;
}

function missingRow(
  { parent, level, size }: IPlace,
  branch: Branch,
  position: number
): INoteRow {
  const message = branch.problem(position - 1)?.message ?? '';
  return {
    kind: 'note',
    key: missingKey(parent, position),
    level,
    position,
    size,
    note: message ? 'failed' : 'loading',
    parent,
    message
  };
}

function addChildren(
  rows: RowList,
  tree: ITreeSource,
  { key, entry, level, catalogId }: IEntryRow
): void {
  const problem = tree.problem(key);
  // A list that goes on page after page does not go deeper.
  const below = isNextPage(entry) ? level : level + 1;
  if (problem) {
    rows.push(note(key, below, 'failed', problem.message));
  } else if (entry.childState === 'failed') {
    rows.push(note(key, below, 'failed', entry.problems.at(-1)?.message ?? ''));
  } else {
    addBranch(rows, tree, key, catalogId, below);
  }
}

/** Whether an entry stands for the next page of the list that it is in: no catalog names it, its reader does. */
function isNextPage({ name, driver, hasChildren }: Entry): boolean {
  return name === 'more results' && driver === '' && hasChildren;
}

function note(
  parent: string,
  level: number,
  kind: INoteRow['note'],
  message = ''
): INoteRow {
  return {
    kind: 'note',
    key: `${parent} ${kind}`,
    level,
    position: 1,
    size: -1,
    note: kind,
    parent,
    message
  };
}

/** The lines of a search: hits one below the other, each with its path. */
export function hitRows({ hits, problem }: ISearchState): Row[] {
  if (!hits || !('value' in hits)) {
    return [];
  }
  const { items, total, nextCursor } = hits.value;
  const rows: Row[] = items.map((hit, index) => ({
    kind: 'entry',
    key: keyOf(hit.catalogId, hit.entry.id),
    level: 1,
    position: index + 1,
    size: total,
    catalogId: hit.catalogId,
    entry: hit.entry,
    isExpanded: null,
    path: hit.path
  }));
  if (nextCursor === null) {
    return rows;
  }
  const next = problem
    ? note('', 1, 'failed', problem.message)
    : note('', 1, 'more');
  return [...rows, next];
}
