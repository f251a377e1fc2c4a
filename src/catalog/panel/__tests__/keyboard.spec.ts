import { RowList } from '../../rowList';
import { catalogOf, entryOf } from '../../../testing/catalogs';
import type { Row } from '../../tokens';
import { findTyped, treeAction } from '../keyboard';

const place = { position: 1, size: 2 };

const rows: Row[] = [
  {
    kind: 'catalog',
    key: 'a',
    level: 1,
    catalog: catalogOf({ title: 'Ocean' }),
    isExpanded: true,
    ...place
  },
  entryRow('sst', null),
  entryRow('salt', null),
  entryRow('sub', false),
  {
    kind: 'catalog',
    key: 'b',
    level: 1,
    catalog: catalogOf({ title: 'Air' }),
    isExpanded: false,
    ...place
  }
];

function entryRow(id: string, isExpanded: boolean | null): Row {
  return {
    kind: 'entry',
    key: `a/${id}`,
    level: 2,
    catalogId: 'a',
    entry: entryOf({ id }),
    isExpanded,
    ...place
  };
}

describe('treeAction', () => {
  it.each([
    ['ArrowDown', 0, 1],
    ['ArrowDown', 4, 4],
    ['ArrowUp', 1, 0],
    ['ArrowUp', 0, 0],
    ['Home', 3, 0],
    ['End', 0, 4],
    ['PageDown', 0, 3],
    ['PageUp', 4, 1],
    ['ArrowRight', 0, 1],
    ['ArrowLeft', 2, 0]
  ])('%s leads from row %d to row %d', (key, from, to) => {
    expect(treeAction(key, RowList.of(rows), from, 3)).toEqual({
      do: 'focus',
      index: to
    });
  });

  it('opens and closes by the arrows', () => {
    expect(treeAction('ArrowRight', RowList.of(rows), 3, 3)).toEqual({
      do: 'expand',
      key: 'a/sub',
      to: true
    });
    expect(treeAction('ArrowLeft', RowList.of(rows), 0, 3)).toEqual({
      do: 'expand',
      key: 'a',
      to: false
    });
  });

  it('does nothing where there is nothing to do', () => {
    expect(treeAction('ArrowRight', RowList.of(rows), 1, 3)).toBe(null);
    expect(treeAction('ArrowLeft', RowList.of(rows), 4, 3)).toBe(null);
    expect(treeAction('Tab', RowList.of(rows), 1, 3)).toBe(null);
  });
});

describe('findTyped', () => {
  it('goes on to the next row with that letter, and around', () => {
    expect(findTyped(RowList.of(rows), 0, 's')).toBe(1);
    expect(findTyped(RowList.of(rows), 1, 's')).toBe(2);
    expect(findTyped(RowList.of(rows), 3, 's')).toBe(1);
    expect(findTyped(RowList.of(rows), 2, 'o')).toBe(0);
  });

  it('stays on a row that the word goes on to match', () => {
    expect(findTyped(RowList.of(rows), 2, 'sa')).toBe(2);
    expect(findTyped(RowList.of(rows), 1, 'sa')).toBe(2);
  });

  it('finds nothing for what is not there', () => {
    expect(findTyped(RowList.of(rows), 1, 'xyz')).toBe(-1);
  });
});
