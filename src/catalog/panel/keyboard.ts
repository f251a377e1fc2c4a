import type { Row } from '../tokens';

/** What a key does in the tree. */
export type TreeAction =
  | { readonly do: 'focus'; readonly index: number }
  | { readonly do: 'expand'; readonly key: string; readonly to: boolean }
  | { readonly do: 'activate'; readonly index: number };

/** The tree pattern of WAI-ARIA; null for keys that mean nothing here. */
export function treeAction(
  key: string,
  rows: readonly Row[],
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

function right(rows: readonly Row[], index: number): TreeAction | null {
  const row = rows[index];
  const isExpanded = expansion(row);
  if (isExpanded === false) {
    return { do: 'expand', key: row.key, to: true };
  }
  return isExpanded && rows[index + 1]?.level > row.level
    ? { do: 'focus', index: index + 1 }
    : null;
}

function left(rows: readonly Row[], index: number): TreeAction | null {
  const row = rows[index];
  if (expansion(row)) {
    return { do: 'expand', key: row.key, to: false };
  }
  for (let above = index - 1; above >= 0; above--) {
    if (rows[above].level < row.level) {
      return { do: 'focus', index: above };
    }
  }
  return null;
}

/** The next row whose title begins with what was typed, from the row after `index` on; -1 where none does. */
export function findTyped(
  rows: readonly Row[],
  index: number,
  typed: string
): number {
  const wanted = typed.toLowerCase();
  // While one word is typed the row in focus may go on matching it.
  const start = wanted.length > 1 ? index : index + 1;
  for (let step = 0; step < rows.length; step++) {
    const at = (start + step) % rows.length;
    if (titleOf(rows[at]).toLowerCase().startsWith(wanted)) {
      return at;
    }
  }
  return -1;
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
