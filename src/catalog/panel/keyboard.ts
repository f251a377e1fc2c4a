import type { RowList } from '../rowList';
import type { Row } from '../tokens';

/** What a key does in the tree. */
export type TreeAction =
  | { readonly do: 'focus'; readonly index: number }
  | { readonly do: 'expand'; readonly key: string; readonly to: boolean }
  | { readonly do: 'activate'; readonly index: number };

/** The tree pattern of WAI-ARIA; null for keys that mean nothing here. */
export function treeAction(
  key: string,
  rows: RowList,
  index: number,
  pageSize: number
): TreeAction | null {
  const last = rows.length - 1;
  const to = target(key, index, last, pageSize);
  if (to !== null) {
    return { do: 'focus', index: Math.min(Math.max(to, 0), last) };
  }
  switch (key) {
    case 'ArrowRight':
      return right(rows, index);
    case 'ArrowLeft':
      return left(rows, index);
    case 'Enter':
    case ' ':
      return { do: 'activate', index };
    default:
      return null;
  }
}

/** The row that a key leads to whatever the rows are; it may lie beyond an end. */
function target(
  key: string,
  index: number,
  last: number,
  pageSize: number
): number | null {
  switch (key) {
    case 'ArrowDown':
      return index + 1;
    case 'ArrowUp':
      return index - 1;
    case 'PageDown':
      return index + pageSize;
    case 'PageUp':
      return index - pageSize;
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

/** Whether a row can be opened, and is. */
export function expansion(row: Row): boolean | null {
  return row.kind === 'note' ? null : row.isExpanded;
}

function right(rows: RowList, index: number): TreeAction | null {
  const row = rows.at(index);
  const isExpanded = row ? expansion(row) : null;
  if (row && isExpanded === false) {
    return { do: 'expand', key: row.key, to: true };
  }
  const below = rows.at(index + 1);
  return row && below && isExpanded && below.level > row.level
    ? { do: 'focus', index: index + 1 }
    : null;
}

function left(rows: RowList, index: number): TreeAction | null {
  const row = rows.at(index);
  if (!row) {
    return null;
  }
  if (expansion(row)) {
    return { do: 'expand', key: row.key, to: false };
  }
  const above = rows.above(index, row.level);
  return above >= 0 ? { do: 'focus', index: above } : null;
}

/** The next row whose title begins with what was typed, from the row after `index` on; -1 where none does. */
export function findTyped(rows: RowList, index: number, typed: string): number {
  const wanted = typed.toLowerCase();
  // While one word is typed the row in focus may go on matching it.
  const start = wanted.length > 1 ? index : index + 1;
  return rows.findLoaded(start, row =>
    titleOf(row).toLowerCase().startsWith(wanted)
  );
}

/** The words of a row. */
export function titleOf(row: Row): string {
  switch (row.kind) {
    case 'catalog':
      return row.catalog.title;
    case 'entry':
      return row.entry.title || row.entry.name;
    case 'note':
      return '';
  }
}
