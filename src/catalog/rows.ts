import type { Branch } from './branch';
import { keyOf } from './keys';
import { COLLECTION } from './facets';
import type {
  Catalog,
  Entry,
  INoteRow,
  ISearchHits,
  Remote,
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
): Row[] {
  const rows: Row[] = [];
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

function addCatalog(rows: Row[], tree: ITreeSource, catalog: Catalog): void {
  const { id, state, problems } = catalog;
  if (state === 'failed') {
    rows.push(note(id, 2, 'failed', problems[0]?.message ?? ''));
  } else if (state === 'loading' && !tree.branch(id)) {
    rows.push(note(id, 2, 'loading'));
  } else {
    addBranch(rows, tree, id, id, 2);
  }
}

function addBranch(
  rows: Row[],
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
  const { items, nextCursor, total } = branch.snapshot.value;
  items.forEach((entry, index) => {
    addEntry(rows, tree, catalogId, entry, level, index + 1, total);
  });
  if (nextCursor !== null) {
    rows.push(
      branch.problem
        ? note(key, level, 'failed', branch.problem.message)
        : note(key, level, 'more')
    );
  } else if (!items.length) {
    rows.push(note(key, level, 'empty'));
  }
}

function addEntry(
  rows: Row[],
  tree: ITreeSource,
  catalogId: string,
  entry: Entry,
  level: number,
  position: number,
  size: number
): void {
  const key = keyOf(catalogId, entry.id);
  const isExpanded =
    entry.hasChildren && entry.format !== COLLECTION
      ? tree.expanded.has(key)
      : null;
  rows.push({
    kind: 'entry',
    key,
    level,
    position,
    size,
    catalogId,
    entry,
    isExpanded
  });
  if (!isExpanded) {
    return;
  }
  const problem = tree.problem(key);
  if (problem) {
    rows.push(note(key, level + 1, 'failed', problem.message));
  } else if (entry.childState === 'failed') {
    rows.push(
      note(key, level + 1, 'failed', entry.problems.at(-1)?.message ?? '')
    );
  } else {
    addBranch(rows, tree, key, catalogId, level + 1);
  }
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
export function hitRows(hits: Remote<ISearchHits> | null): Row[] {
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
  return nextCursor === null ? rows : [...rows, note('', 1, 'more')];
}
